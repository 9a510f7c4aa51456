import type { Alarm } from '../../quality/alarms.ts';
import type { Tone } from '../../quality/assessment-tone.ts';
import type { MeasuredText } from '../../quality/edition-report.ts';
import type { EditionOption } from '../edition-options.ts';
import type { ReportSection } from '../routes.ts';
import { type AlikeFormat, formatCount, formatMoment, formatNumber, plural } from './figures.ts';

const THREE_DIGITS = new Intl.NumberFormat('en', { maximumSignificantDigits: 3 });
const SHARE = new Intl.NumberFormat('en', { style: 'percent', maximumFractionDigits: 1 });
const COSINE = new Intl.NumberFormat('en', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const SIGNED_SHARE = new Intl.NumberFormat('en', { style: 'percent', maximumFractionDigits: 1, signDisplay: 'exceptZero' });

/** A measure to three digits: `37.9`, `0.0123`, `378`. */
export const formatMeasure = (value: number) => THREE_DIGITS.format(value);

/** A share of a whole: `4.2%`. */
export const formatShare = (fraction: number) => SHARE.format(fraction);

/** The format of shares and of the changes between them. */
export const SHARE_FORMAT: AlikeFormat = { figure: formatShare, change: (difference) => formatNumber(difference, SIGNED_SHARE) };

/** A cosine to two digits. */
export const formatCosine = (cosine: number) => formatNumber(cosine, COSINE);

/** What stands where there is no figure. */
export const NO_FIGURE = '–';

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
  practice: 'A practice oracle wrote this. The figures show that the machinery works; of a real oracle they say nothing.',
  nothingTitle: 'Nothing to report yet',
  nothing: 'No record of this run is settled. Start the run; the report can be opened again at any time, also while it works.',
  toRun: 'Go to the run',
  before: 'Before',
  after: 'After',
  thisRun: 'This run',
  otherRuns: 'Other runs',
  otherSources: 'Other datasets',
  describing: (done: string, total: string) => `Reading ${done} of ${total} records`,
  describingLabel: (name: string) => `Describing: ${name}`,
  describe: 'Describe it',
  notDescribed: (name: string) => `“${name}” has not been read yet.`,
  cancel: 'Stop',
  staleTitle: 'The run has gone on',
  stale: 'These figures are of an earlier moment.',
  refresh: 'Read it again',
  damaged: (count: number, name: string) => `${plural(count, 'record')} of “${name}” could not be read and ${count === 1 ? 'is' : 'are'} in no figure: the stored data does not match its checksum.`,
  unlike: 'The two editions hold different records, so differences may come from the choice of records as well.',
  asTable: 'As a table',
} as const;

const KIND_LABELS: Record<EditionOption['kind'], string> = { original: 'Original', 'whole-original': 'Original, the whole dataset', 'after-instruction': 'After phase 1', recycled: 'Recycled', selected: 'Selected' };

/** The name of an edition of the run that the report is about. */
export function ownEditionName({ kind, rows }: EditionOption): string {
  return rows ? `${KIND_LABELS[kind]} (${plural(rows.length, 'record')})` : KIND_LABELS[kind];
}

/** The name of an edition that belongs to another run or dataset. */
export function otherEditionName({ kind, sourceName, run }: EditionOption): string {
  if (!run) return sourceName;
  // Repetitions differ in nothing else, and begin within the same minute.
  const seed = run.experiment?.kind === 'consistency' ? `, seed ${run.recipe.seed}` : '';
  return `${sourceName}, ${KIND_LABELS[kind].toLowerCase()} (${run.recipe.name}${seed}, ${formatMoment(run.createdAtMs)})`;
}

/** The overview. */
export const OVERVIEW = {
  table: 'Before and after',
  tableHint: 'Means over the records. Perplexities, IFD and coherence need a model that measures them.',
  edition: 'Data',
  records: 'Records',
  questionWords: 'Instruction, words',
  responseWords: 'Response, words',
  distinct: 'Distinct-2 of responses',
  verbEntropy: 'Verbs, bits',
  near: 'Near duplicates',
  instructionTokens: 'Instruction, tokens',
  responseTokens: 'Response, tokens',
  instructionPerplexity: 'Instruction perplexity',
  responsePerplexityAlone: 'Response perplexity, alone',
  responsePerplexityGiven: 'Response perplexity, given the instruction',
  coherence: 'Coherence',
  ifd: 'IFD',
  reverseIfd: 'r-IFD',
  student: 'Student',
  embedder: 'Embedder',
  by: (student: string, embedder: string) => [student && `Perplexities, tokens and IFD by ${student}.`, embedder && `Coherence by ${embedder}.`].filter((part) => part !== '').join(' '),
  change: 'Change',
  notMeasured: 'not measured',
  measure: 'Measure with a model',
  lengths: 'Lengths in words',
  lengthOf: { instruction: 'Instruction alone', input: 'Input', question: 'Instruction with input', response: 'Response' } satisfies Record<MeasuredText, string>,
  lengthFigures: (mean: string, median: string, tenth: string, ninetieth: string) => `mean ${mean}, median ${median}, 10% under ${tenth}, 90% under ${ninetieth}`,
  characters: (mean: string) => `${mean} characters on average`,
  none: 'none',
  published: 'As published',
  publishedHint: 'arXiv 2402.10110, table 6: lengths in tokens, student llama2-7b. Another tokenizer or student gives other figures; compare the direction, not the digits.',
  save: 'Save the report',
  saveJson: 'Save as JSON',
  saveMarkdown: 'Save as Markdown',
  saveHint: 'JSON holds every figure of both editions with how it came about; Markdown is the table for a paper.',
  saveWaits: 'Can be saved when both editions have been read.',
} as const;

/** Histograms. */
export const HISTOGRAM = {
  bin: (from: string, to: string) => `${from} to under ${to}`,
  belowZero: '< 0',
  lastBin: (from: string) => `${from} and more`,
  spoken: (title: string, before: string, after: string) => `${title}. Before: ${before}. After: ${after}.`,
  shareOf: 'share of records',
} as const;

/** What has fallen, and by how much. */
export const ALARMS = {
  title: 'Diversity or coherence has fallen',
  hint: 'The bounds are ours, set so that ordinary runs pass: distinct-2 down by a tenth, half a bit of verb entropy, two points of near duplicates, 0.03 of cosine.',
  look: { diversity: 'Look at diversity', coherence: 'Look at coherence' },
} as const;

/** One sentence for an alarm. */
export function alarmSentence({ kind, before, after }: Alarm): string {
  switch (kind) {
    case 'question-wording':
      return `Instructions repeat their wording more: distinct-2 within 1,000 words fell from ${formatMeasure(before)} to ${formatMeasure(after)}.`;
    case 'response-wording':
      return `Responses repeat their wording more: distinct-2 within 1,000 words fell from ${formatMeasure(before)} to ${formatMeasure(after)}.`;
    case 'verbs':
      return `Instructions ask for fewer kinds of things: the entropy of their verbs fell from ${formatMeasure(before)} to ${formatMeasure(after)} bits.`;
    case 'near-duplicates':
      return `More records repeat another: near duplicates rose from ${formatShare(before)} to ${formatShare(after)}.`;
    case 'coherence':
      return `Responses have moved away from their instructions: the mean cosine fell from ${formatCosine(before)} to ${formatCosine(after)}.`;
  }
}

/** Diversity. */
export const DIVERSITY = {
  verbs: 'What instructions ask for',
  verbsHint: 'Root verb and direct object of the first sentence of each unique instruction: the 20 most frequent verbs with up to 4 objects each.',
  sunburst: (name: string, verbs: number) => `${name}: the ${plural(verbs, 'most frequent verb')} and their objects. The table below has the figures.`,
  parsed: (unique: string, parsed: string, withObject: string) => `${unique} unique instructions; verb found in ${parsed}, with an object in ${withObject}.`,
  unparsed: (withoutVerb: number, notEnglish: number) => `Not read: ${formatCount(notEnglish)} not in English, ${formatCount(withoutVerb)} without a verb.`,
  noVerbsTitle: 'No verbs found',
  noVerbs: 'Verbs are read in English instructions only.',
  verb: 'Verb',
  objects: 'Objects',
  instructions: 'Instructions',
  wording: 'Wording',
  wordingHint: 'Shares of different n-grams. Within 1,000 words, averaged, the figure does not depend on how much text there is, so editions compare; over everything it falls with size.',
  measure: 'Measure',
  distinctOf: (n: number, text: string) => `Distinct-${n}, ${text}`,
  within: 'within 1,000 words',
  whole: 'over everything',
  types: (text: string) => `Different words, ${text}`,
  question: 'instructions',
  response: 'responses',
  entropy: 'Entropy of root verbs, bits',
  uniqueInstructions: 'Unique instructions',
  about: (figure: string) => `≈ ${figure}`,
  near: 'Near duplicates',
  nearHint: 'Records whose instruction and input share at least 70% of their word pairs (Jaccard). Compared exactly: none is missed.',
  nearFigures: (near: number, share: string, groups: number, exact: number) =>
    `${plural(near, 'record')} (${share}) ${near === 1 ? 'repeats' : 'repeat'} another, in ${plural(groups, 'group')}; ${exact === 0 ? 'none' : formatCount(exact)} of them word for word.`,
  nearNone: 'No record repeats another.',
  examples: 'Examples',
  similarity: (share: string) => `${share} alike`,
} as const;

/** What critiques say. */
export const ASSESSMENTS = {
  title: 'What the critiques say',
  hint: 'Of the records as they came, and of what phase 1 made of them, as phase 2 saw it. Structured answers say good, fair or poor themselves; free text is read by a list of English words, and the prompts ask what is not good, so it leans to poor. Compare before with after, not with other recipes.',
  tones: { good: 'Good', fair: 'Fair', poor: 'Poor', unclear: 'Unclear' } satisfies Record<Tone, string>,
  before: 'Original',
  after: 'After phase 1',
  mean: (share: string) => `${share} good on the whole`,
  weighted: (subject: string, before: string, after: string | undefined) => `${subject}, all criteria by their weights: ${before} before${after === undefined ? '' : `, ${after} after`}.`,
  nothing: 'No critique of this run could be divided by criteria yet.',
  bar: (criterion: string, stage: string, parts: string) => `${criterion}, ${stage}: ${parts}`,
} as const;

/** Coherence. */
export const COHERENCE = {
  title: 'Coherence of instruction and response',
  hint: 'Cosine of the embeddings of a record’s instruction and response. Only figures of the same embedder compare.',
  embedder: 'Embedder',
  measuredBy: (name: string) => `Measured by ${name}.`,
  nothingTitle: 'Coherence has not been measured',
  nothing: 'It needs an embedding model, which can be chosen and started in Measures. A small one is enough, and works without a GPU.',
  toMeasures: 'Go to Measures',
  missing: (name: string) => `“${name}” has not been measured by it.`,
  figures: (mean: string, median: string, tenth: string) => `mean ${mean}, median ${median}, 10% under ${tenth}`,
  partly: (missing: number, name: string) => `${plural(missing, 'record')} of “${name}” ${missing === 1 ? 'has' : 'have'} no value for its present text; measure again to fill it in.`,
  cut: (count: number) => `${plural(count, 'record')} ${count === 1 ? 'was' : 'were'} longer than the embedder can read.`,
  worst: 'The least coherent records',
  record: 'Record',
  cosine: 'Cosine',
  histogram: 'Cosines',
} as const;

/** Cost. */
export const COST = {
  title: 'What it took',
  details: 'In detail',
  nothingTitle: 'Nothing has been asked yet',
  nothing: 'Cost is known from the first settled record on.',
  what: 'Part',
  phases: { instruction: 'Phase 1, instruction', response: 'Phase 2, response' },
  gate: 'Gate',
  total: 'Together',
  records: 'Records',
  answers: 'Answers',
  repeated: 'Repeated',
  promptTokens: 'Prompt tokens',
  heldTokens: 'Held',
  newTokens: 'New tokens',
  seconds: 'Oracle time',
  rate: 'New tokens / s',
  secondsHint: 'Oracle time is that of all answers added up; with several lanes less time passes on the clock. Held tokens are those of prompts that the engine still had and did not read again. Repeated: answers that were asked for once more.',
  student: (comparisons: string, tokens: string) => `The student compared ${comparisons} rewrites with what they came from and read about ${tokens} tokens for it. Its time is not recorded.`,
  perRecord: 'Per record',
  perRecordSeconds: (mean: string, median: string, ninetieth: string) => `Oracle time: mean ${mean}, median ${median}, 90% under ${ninetieth}.`,
  perRecordTokens: (mean: string, median: string, ninetieth: string) => `New tokens: mean ${mean}, median ${median}, 90% under ${ninetieth}.`,
  projection: 'Projected',
  left: (count: number) => `${plural(count, 'record')} left`,
  whole: (count: number) => `The whole dataset, ${plural(count, 'record')}`,
  range: (likely: string, low: string, high: string) => `${likely} (${low} to ${high})`,
  rangeHint: 'In brackets the range in which 95 of 100 such sums lie, going by how the records so far differ; it takes them for a fair sample of the rest.',
  clock: (lanes: number) => (lanes === 1 ? 'With one lane the clock shows about this.' : `With ${plural(lanes, 'lane')} the clock shows about this divided by ${formatCount(lanes)}.`),
  notYet: 'A projection needs five records that are through all phases.',
  projectedTime: 'Oracle time',
  projectedTokens: 'New tokens',
} as const;

/** The saved report. */
export const REPORT_FILE = {
  heading: (name: string) => `Before and after: ${name}`,
  notes: (student: string, embedder: string) => [
    'Means over the records. Lengths in words unless said otherwise.',
    student === '' ? 'No student has measured.' : `Perplexities and IFD by ${student}.`,
    embedder === '' ? 'No embedder has measured.' : `Coherence by ${embedder}.`,
    'Distinct-2 within segments of 1,000 words. Near duplicates: Jaccard similarity of word pairs of at least 0.7.',
  ],
  practice: 'Written by a practice oracle; not for publication.',
} as const;
