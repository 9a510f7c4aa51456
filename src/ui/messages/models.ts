import type { TransferProgress } from '../../oracle/shelf.ts';
import { formatBytes, formatDuration, formatMoment, plural } from './figures.ts';
import { bytesOf } from './oracle.ts';

/** The models screen, and what is said of weights elsewhere. */
export const MODELS = {
  title: 'Models on this machine',
  lead: 'Weights are fetched once and stay in this browser. You can check them, carry them to a machine without a network, and delete them.',
  storage: 'Storage',
  byModels: 'Models',
  byAll: 'Everything on this page',
  free: 'Free',
  unknown: 'Not told by the browser',
  persisted: 'The browser has promised to keep what is stored.',
  notPersisted: 'The browser may clear what is stored when the disk runs full.',
  persist: 'Ask it to keep everything',
  persistRefused: 'The browser did not promise it. Bookmarking or installing the page may change its mind.',
  listed: 'Models',
  empty: 'No models here yet',
  emptyText: 'Choose an oracle for a dataset and download it there, or take a model from your disk.',
  goHome: 'Go to the start page',
  serves: { student: 'Base model, for students', embedder: 'Embedding model' },
  files: (count: number, bytes: number) => `${formatBytes(bytes)} in ${plural(count, 'file')}`,
  origin: { download: 'Downloaded', import: 'From your disk' },
  stored: (origin: string, atMs: number) => `${origin} ${formatMoment(atMs)}`,
  lastUsed: 'Last used',
  checked: 'Checked',
  size: 'Size',
  arrived: 'Here since',
  revision: 'Revision',
  never: 'Never',
  complete: 'Complete',
  missingCount: (count: number) => `${plural(count, 'file')} missing or damaged`,
  missingFiles: 'What is missing',
  check: 'Check',
  checkModel: (title: string) => `Check ${title}`,
  repair: 'Repair',
  repairModel: (title: string) => `Repair ${title}: download what is missing`,
  pack: 'Pack for another machine',
  packModel: (title: string) => `Pack for another machine: ${title}`,
  packing: (title: string) => `Packing ${title}`,
  packed: (title: string, bytes: number) => `${title} is packed into one file of ${formatBytes(bytes)}. On the other machine, drop it on this screen.`,
  save: (name: string) => `Save ${name}`,
  remove: 'Delete',
  removeModel: (title: string) => `Delete ${title}`,
  removeTitle: 'Delete this model?',
  removeText: (title: string, bytes: number) => `${title} will be removed from this browser, which frees up to ${formatBytes(bytes)}. Datasets, runs and results stay. To continue a run with it, it has to be downloaded again.`,
  confirmRemove: 'Delete',
  keep: 'Keep it',
  cancel: 'Cancel',
  checkedWell: (title: string) => `Every byte of ${title} is as it should be.`,
  checkedBadly: (title: string, count: number) => `${plural(count, 'file')} of ${title} ${count === 1 ? 'was' : 'were'} damaged or missing, and the damaged ones are removed. Repair fetches them again.`,
  repaired: (title: string) => `${title} is complete.`,
  removed: 'The model is deleted.',
  importTitle: 'From your disk',
  importLead: 'Drop a model’s folder here, or a file that was packed on another machine. It is checked and stored without any request.',
  importHint: 'A folder as it lies on Hugging Face: with onnx files for Transformers.js, or with mlc-chat-config.json and its shards for WebLLM, whose compiled library (.wasm) lies beside them.',
  chooseFolder: 'Choose a folder',
  chooseFile: 'Choose a packed file',
  importing: 'Taking the model in',
  imported: (title: string) => `${title} is on this machine now.`,
  dropHere: 'Drop the model to store it',
  unreadable: 'The browser could not read what was dropped. Choose the folder instead.',
} as const;

/** What is done with weights, while it is. */
export const TRANSFER_STAGES: Record<TransferProgress['stage'], string> = {
  list: 'Finding out what belongs to it',
  fetch: 'Downloading',
  copy: 'Copying',
  check: 'Checking every byte',
};

/** The fraction that is done; undefined while the whole is not known. */
export function transferFraction({ doneBytes, totalBytes }: TransferProgress): number | undefined {
  return totalBytes ? Math.min(1, doneBytes / totalBytes) : undefined;
}

/** `Downloading · 120 MB of 480 MB · 12 MB/s · 30 s left`. */
export function transferText({ stage, doneBytes, totalBytes, bytesPerSecond, remainingMs }: TransferProgress): string {
  const parts = [
    TRANSFER_STAGES[stage],
    stage === 'list' ? '' : bytesOf({ loadedBytes: doneBytes, totalBytes }),
    bytesPerSecond === undefined ? '' : `${formatBytes(bytesPerSecond)}/s`,
    remainingMs === undefined ? '' : `${formatDuration(remainingMs)} left`,
  ];
  return parts.filter((part) => part !== '').join(' · ');
}

/** What is being waited for after a broken connection; `''` while all goes well. */
export function retryText({ retry }: TransferProgress): string {
  return retry ? `The connection broke at ${retry.path}. What has arrived is kept; attempt ${retry.attempt} of ${retry.attemptsMax} follows.` : '';
}
