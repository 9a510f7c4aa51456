import type { Consistency } from '../../../quality/consistency.ts';
import { AGREEMENT, formatEstimate, formatFigure, formatSharedEstimate } from '../../messages/experiments.ts';

/** The rows of a table that says how far runs agree, with one figure each. */
export function agreementRows(consistency: Consistency): { key: string; label: string; hint: string; values: string[] }[] {
  const { statusAgreement, statusKappa, instructionSimilarity, responseSimilarity, instructionVariance, responseVariance, responseLengthVariation } = consistency;
  const row = (label: string, hint: string, value: string) => ({ key: label, label, hint, values: [value] });
  return [
    row(AGREEMENT.status, AGREEMENT.statusHint, formatSharedEstimate(statusAgreement)),
    row(AGREEMENT.kappa, AGREEMENT.kappaHint, formatFigure(statusKappa)),
    row(AGREEMENT.instructionSimilarity, AGREEMENT.similarityHint, formatEstimate(instructionSimilarity)),
    row(AGREEMENT.responseSimilarity, AGREEMENT.similarityHint, formatEstimate(responseSimilarity)),
    row(AGREEMENT.instructionVariance, AGREEMENT.varianceHint, formatEstimate(instructionVariance)),
    row(AGREEMENT.responseVariance, AGREEMENT.varianceHint, formatEstimate(responseVariance)),
    row(AGREEMENT.responseVariation, AGREEMENT.variationHint, formatEstimate(responseLengthVariation)),
  ];
}
