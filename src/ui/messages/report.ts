import type { ReportSection } from '../routes.ts';

/** Names of the report's sections. */
export const SECTION_LABELS: Record<ReportSection, string> = {
  overview: 'Overview',
  measures: 'Measures',
  selection: 'Selection',
  diversity: 'Diversity',
  coherence: 'Coherence',
  judge: 'Judge',
  consistency: 'Consistency',
  rounds: 'Rounds',
  cost: 'Cost',
};

/** The report's frame. */
export const REPORT = {
  title: 'Report',
  lead: 'What the run has changed, measured the way the papers do. Everything is computed on this machine.',
  sections: 'Sections of the report',
} as const;
