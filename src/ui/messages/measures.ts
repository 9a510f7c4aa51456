import type { StudentTemplate } from '../../core/recipe.ts';
import type { UnscoredReason } from '../../core/score.ts';
import { ScoreFileError, type ScoreFileErrorCode } from '../../pipeline/score-file-error.ts';
import { describeFailure, type Failure } from './failures.ts';
import { formatCount, formatDuration, formatRate, plural } from './figures.ts';

/** Measuring with a student or an embedder. */
export const MEASURES = {
  title: 'Measure with a model',
  lead: 'A student tells how little each instruction helps with its response (IFD), and how little the response tells of its instruction (r-IFD). An embedder tells how near the two lie in meaning.',
  kind: 'What measures',
  kinds: { student: 'Student: IFD', embedder: 'Embedder: coherence' },
  template: 'Conversation template',
  templates: { vicuna: 'Vicuna', alpaca: 'Alpaca', wizardlm: 'WizardLM' } satisfies Record<StudentTemplate, string>,
  templateHint: 'Figures compare only between the same student and template. The paper uses Vicuna’s.',
  reverse: 'r-IFD too',
  reverseHint: 'Needed for the rules of phase 2. Takes about twice as long.',
  editions: 'What is measured',
  otherEditions: 'Other runs and datasets',
  otherHint: 'As a reference: what another run made, or a dataset that people wrote.',
  start: 'Measure',
  pause: 'Pause',
  pausing: 'Pausing…',
  noModel: 'Choose a model first.',
  noEdition: 'Choose what is to be measured.',
  blocked: 'Another model is at work in this tab. One at a time keeps the memory free: pause it first.',
  otherPlan: 'Something else is being measured in this tab.',
  loading: 'Starting the model',
  measuring: (name: string) => `Measuring: ${name}`,
  done: (done: number, total: number) => `${formatCount(done)} of ${plural(total, 'record')}`,
  pace: (perSecond: number, remainingMs: number) => `${formatRate(perSecond * 60)} records a minute, about ${formatDuration(remainingMs)} left`,
  taken: (count: number) => `${plural(count, 'value')} taken over from the same texts measured before.`,
  unscored: (count: number) => `${plural(count, 'record')} without a score.`,
  damaged: (count: number) => `${plural(count, 'record')} could not be read.`,
  keepOpen: 'Values are stored as they come. You can leave this screen meanwhile.',
  finished: (name: string) => `Measured: ${name}.`,
  practice: 'A practice model measures this: the figures only show that everything works.',
  list: 'What has been measured',
  table: 'Measured values',
  none: 'Nothing has been measured yet',
  noneText: 'Choose a model above, or import scores that were computed elsewhere.',
  values: (count: number, total: number) => (count < total ? `${formatCount(count)} of ${plural(total, 'record')}` : plural(count, 'record')),
  lacking: (count: number) => `${formatCount(count)} without a score`,
  fromFile: (name: string) => `from ${name}`,
  instrument: (name: string, template: StudentTemplate | undefined) => (template ? `${name}, ${MEASURES.templates[template]} template` : name),
  editionColumn: 'Edition',
  byColumn: 'Measured by',
  valuesColumn: 'Values',
  actionsColumn: 'Actions',
  save: 'Save',
  saveLabel: (what: string) => `Save the values of ${what}`,
  saveUpstream: 'Save for the paper’s code',
  saveUpstreamLabel: (what: string) => `Save for the paper’s code, as ppl and loss lists: ${what}`,
  remove: 'Delete',
  removeLabel: (what: string) => `Delete the values of ${what}`,
  removeTitle: 'Delete these values?',
  removeText: (what: string) => `What was measured of ${what} is deleted. Measuring it again takes as long as the first time.`,
  cancel: 'Cancel',
  import: 'Import scores',
  importLead: 'JSON lines with ppl and loss lists as the paper’s code writes them, or JSON or columns with ifd_ppl and rifd_ppl. One entry for each record of the dataset, in its order.',
  choose: 'Choose a file',
  reading: 'Reading the file',
  read: (name: string, count: number) => `${name} holds ${plural(count, 'entry', 'entries')}.`,
  of: 'Of which edition',
  student: 'Name of the student',
  studentHint: 'The model that computed them, such as “Llama 2 7B”.',
  take: 'Import',
  imported: (stored: number) => `${plural(stored, 'record')} got scores.`,
  absent: (count: number) => `The file says nothing of ${plural(count, 'record')}.`,
  without: (reason: UnscoredReason, count: number) => `${plural(count, 'text')} without a score: ${UNSCORED_LABELS[reason]}.`,
} as const;

/** Why a text has no score. */
export const UNSCORED_LABELS: Record<UnscoredReason, string> = {
  'empty-target': 'the text is empty',
  'no-room': 'what stands before it fills the student’s context',
  'not-finite': 'the number format overflowed',
  'engine-failed': 'the engine failed at it',
  'not-given': 'the file has none',
};

interface FileFault {
  readonly what: (detail: string) => string;
  readonly todo: string;
}

const ONE_EACH = 'Export the scores of exactly this dataset, one entry for each record, and import that file.';

const FILE_FAULTS: Record<ScoreFileErrorCode, FileFault> = {
  'empty-file': { what: () => 'The file is empty.', todo: 'Check that it was saved completely.' },
  'not-scores': { what: () => 'The file holds no scores that this page knows.', todo: 'JSON lines or a JSON array with ppl and loss, ifd_ppl or rifd_ppl are understood, and columns with such names.' },
  'not-an-object': { what: (detail) => `This is no JSON object: ${detail}`, todo: 'Each line, or each element of the array, must be one object. Remove or mend this one.' },
  'no-score': { what: (detail) => `This entry has no score. Its fields are: ${detail}.`, todo: 'Name the scores ppl and loss, ifd_ppl or rifd_ppl; an entry without a score is an empty object.' },
  'cell-count': { what: (detail) => `This row has another number of cells than the header (${detail}).`, todo: 'Put texts with commas in quotes; line breaks within a cell are not understood.' },
  'bad-value': { what: (detail) => `This is no usable number: ${detail}`, todo: 'Scores must be numbers of at least 0; where there is none, write null or NaN.' },
  'bad-list': { what: (detail) => `The list “${detail}” must hold three or four numbers.`, todo: 'In this order: the instruction alone, the response alone, the instruction given the response, the response given the instruction.' },
  'bad-ordinal': { what: (detail) => (detail === '' ? 'Some entries have an ordinal and others have none.' : `The dataset has no record ${detail}, or the file has it twice.`), todo: 'Ordinals count from 0. Give each entry its own, or none at all.' },
  'row-count': { what: (detail) => `The file has another number of entries than the dataset has records (${detail.replace('/', ' and ')}).`, todo: ONE_EACH },
  'other-texts': { what: () => 'The instruction or output in this entry is not that of the record.', todo: 'Choose the edition that the scores were computed of. If that is right, the file belongs to other data.' },
  unreadable: { what: () => 'The browser could not read the file.', todo: 'It may have been moved, changed or locked meanwhile. Choose it again.' },
};

/** Turns anything that was thrown while scores were imported into sentences. */
export function describeScoreFailure(error: unknown): Failure {
  if (!(error instanceof ScoreFileError)) return describeFailure(error);
  const { what, todo } = FILE_FAULTS[error.code];
  const where = error.line > 0 ? `Line ${formatCount(error.line)}: ` : '';
  return { what: `${where}${what(error.detail)}`, todo, detail: error.detail, code: `scores: ${error.code}` };
}
