/** A line of the papers' table: means over the records, lengths in tokens. Source: arXiv 2402.10110, table 6; METHOD, section 5. */
export interface PublishedLine {
  readonly name: string;
  readonly instructionTokens: number;
  readonly responseTokens: number;
  readonly instructionPerplexity: number;
  readonly responsePerplexityAlone: number;
  readonly responsePerplexityGiven: number;
  readonly coherence: number;
  readonly ifd: number;
}

/** What the papers report of their own data, measured with Llama 2 7B. */
export const PUBLISHED_LINES: readonly PublishedLine[] = [
  { name: 'Alpaca', instructionTokens: 20.7, responseTokens: 65.5, instructionPerplexity: 34.3, responsePerplexityAlone: 82.6, responsePerplexityGiven: 49.2, coherence: 0.53, ifd: 0.71 },
  { name: 'Alpaca, recycled (V1)', instructionTokens: 37.9, responseTokens: 377.2, instructionPerplexity: 13.6, responsePerplexityAlone: 4.5, responsePerplexityGiven: 2.9, coherence: 0.67, ifd: 0.84 },
  { name: 'Alpaca, selectively recycled (V2)', instructionTokens: 31.4, responseTokens: 345.9, instructionPerplexity: 19.8, responsePerplexityAlone: 4.2, responsePerplexityGiven: 2.8, coherence: 0.65, ifd: 0.84 },
  { name: 'WizardLM 70k', instructionTokens: 123, responseTokens: 348.5, instructionPerplexity: 12.3, responsePerplexityAlone: 17, responsePerplexityGiven: 7.5, coherence: 0.65, ifd: 0.71 },
  { name: 'WizardLM, recycled (V1)', instructionTokens: 66.9, responseTokens: 518.7, instructionPerplexity: 10, responsePerplexityAlone: 3.2, responsePerplexityGiven: 2.5, coherence: 0.73, ifd: 0.83 },
];
