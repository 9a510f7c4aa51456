import type { ContainerName, Defect, ShapeName } from '../../core/source.ts';
import { formatBytes, formatCount, plural } from './figures.ts';

/** The dataset screen. */
export const DATASET = {
  title: 'Dataset',
  figures: 'About this dataset',
  records: 'Records',
  withInput: 'With input',
  leftAside: 'Left aside',
  size: 'Size',
  format: 'Format',
  next: 'Choose an oracle',
  toRun: 'Go to the run',
  preview: 'Records',
  previewTable: 'Records of the dataset',
  number: 'No.',
  showWhole: (name: string) => `Show ${name} whole`,
  defects: (count: number) => `${plural(count, 'piece')} of the file left aside`,
  defectsHint: 'The rest was read. These pieces are not part of the run or the export.',
  moreDefects: (shown: number, total: number) => `The first ${formatCount(shown)} of ${formatCount(total)} are listed.`,
  line: (line: number) => `Line ${formatCount(line)}`,
  importTitle: 'Reading the dataset',
  importing: (name: string) => `Reading ${name}`,
  importProgress: (done: number, total: number, rows: number) => `${formatBytes(done)} of ${formatBytes(total)} · ${plural(rows, 'record')}`,
  cancelImport: 'Cancel',
  importFailedTitle: 'The dataset could not be read',
  tryAnother: 'Choose another file',
  startPage: 'Back to the start page',
  busy: 'Another file is being read. Wait until it is done, or cancel it first.',
} as const;

/** Container names as people write them. */
export const CONTAINER_LABELS: Record<ContainerName, string> = { json: 'JSON', jsonl: 'JSON Lines' };

/** Shape names as people write them. */
export const SHAPE_LABELS: Record<ShapeName, string> = { alpaca: 'Alpaca', wizardlm: 'WizardLM' };

/** Why a piece was left aside. */
export const DEFECT_SENTENCES: Record<Defect['reason'], string> = {
  'not-json': 'It is not valid JSON.',
  'not-an-object': 'It is not a record with named fields.',
  'missing-instruction': 'It has no instruction.',
  'missing-output': 'It has no output.',
  'not-text': 'Its instruction, input or output is not text.',
  'cut-off': 'The file ends in the middle of it.',
};
