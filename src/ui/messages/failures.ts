import { OracleError, type OracleErrorCode } from '../../oracle/oracle.ts';
import { WeightError, type WeightErrorCode } from '../../oracle/shelf.ts';
import { DeskError, ImportError, type ImportErrorCode } from '../../pipeline/desk.ts';
import { JudgeError } from '../../pipeline/judge-editions.ts';
import { RunError, type RunErrorCode } from '../../pipeline/recycle.ts';
import { StoreError, type StoreErrorCode } from '../../store/store.ts';
import { DATASET, DEFECT_SENTENCES } from './dataset.ts';

/** What happened, and what the person can do about it. */
export interface FailureText {
  readonly what: string;
  readonly todo: string;
}

/** A failure ready to be shown. */
export interface Failure extends FailureText {
  /** What the program knows beyond the sentences; `''` when it knows no more. */
  readonly detail: string;
  /** Who failed and how, for telling cases apart. */
  readonly code: string;
}

/** Oracle failures. */
export const ORACLE_FAILURES: Record<OracleErrorCode, FailureText> = {
  unsupported: { what: 'This machine or browser cannot run this model.', todo: 'Choose another oracle; the Oracle step says what each one needs.' },
  'weights-missing': { what: 'The model’s weights are not on this machine, or not all of them.', todo: 'Download or import them in the Oracle step, then continue. Everything done so far is kept.' },
  'load-failed': { what: 'The model is here but would not start.', todo: 'Close other programs and tabs that use the GPU, reload the page and try again, or choose a smaller oracle.' },
  'out-of-memory': { what: 'The model does not fit into the memory that is free.', todo: 'Continue with less, or close other programs and tabs that use the GPU and continue as it was.' },
  'self-test-failed': { what: 'The model started, but writes nonsense on this machine.', todo: 'Its number format does not suit this GPU or driver, or its weights are damaged. Check the weights on the Models screen, or choose the same model in another format, or another one.' },
  'prompt-too-long': { what: 'A record is too long for this oracle.', todo: 'Such records stay as they were; an oracle with a larger context could take them.' },
  'prompt-refused': { what: 'The model’s template rejects a record’s text.', todo: 'The record stays as it was; the others go on.' },
  'engine-failed': { what: 'The engine failed on a record.', todo: 'Continue to try again. If it keeps happening, choose another oracle.' },
  'worker-died': { what: 'The oracle stopped: its worker ended or the GPU was lost.', todo: 'Everything done so far is stored. Continue to start it afresh; if it happens again, choose a smaller oracle.' },
  stalled: { what: 'The oracle gave no sign of life for too long and was ended.', todo: 'Everything done so far is stored. Continue to start it afresh; if it happens again, restart the browser or choose a smaller oracle.' },
  'gpu-gone': { what: 'The browser gives this page no GPU any more.', todo: 'That happens when the GPU has crashed more than once. Close the browser completely, open it again, and continue: everything done so far is stored.' },
  closed: { what: 'The oracle was closed.', todo: 'Everything done so far is stored. Continue when you are ready.' },
};

/** Failures with weights. */
export const WEIGHT_FAILURES: Record<WeightErrorCode, FailureText> = {
  offline: { what: 'The host of the weights cannot be reached, or the connection keeps breaking.', todo: 'Check the connection and try again: what has arrived is not fetched twice. Without a network, bring the model here as a file and import it.' },
  'not-found': { what: 'The host has no such model, or not in this version.', todo: 'Check the id for spelling. The model may have been renamed or taken down.' },
  refused: { what: 'The host wants a sign-in or an accepted licence before it gives this model.', todo: 'This page sends no account. Download the files in your browser with your account, then import their folder.' },
  damaged: { what: 'The weights are not what their checksums promise.', todo: 'The damaged files are not used. Download or import them again.' },
  'storage-full': { what: 'There is no room for the weights.', todo: 'Remove a model that you no longer need, or free some disk space, and try again. What has arrived is kept.' },
  'not-a-model': { what: 'These files are no language model that an engine here can run.', todo: 'An ONNX export made for Transformers.js, or a model compiled for WebLLM (MLC), is needed.' },
  incomplete: { what: 'Files of the model are missing.', todo: 'Choose the whole folder, with its subfolders, or download the model again.' },
  'no-library': { what: 'WebLLM has no compiled library for this model.', todo: 'Choose a model of its catalogue, or an ONNX export of this one for Transformers.js.' },
  failed: { what: 'The browser’s storage failed while it was handling the weights.', todo: 'Reload the page and try again. If that does not help, remove the model and download it anew.' },
};

/** Storage failures. */
export const STORE_FAILURES: Record<StoreErrorCode, FailureText> = {
  unavailable: { what: 'This browser gives the page no storage.', todo: 'Private windows and addresses without https often have none: open the page in a normal window, over https or from localhost.' },
  full: { what: 'The storage is full.', todo: 'Everything done so far is stored. Free some disk space or delete an old run, then continue.' },
  'timed-out': { what: 'The browser’s database does not answer.', todo: 'Reload the page. If that does not help, restart the browser; what was stored stays stored.' },
  damaged: { what: 'Stored data is damaged: it does not match its checksum.', todo: 'Import the file again. An export of the undamaged part may still be possible.' },
  'not-found': { what: 'This is no longer stored here.', todo: 'It may have been deleted in another tab. Go back to the start page.' },
  blocked: { what: 'Another tab with another version of this page holds the database.', todo: 'Close the other tabs of this page, then reload.' },
  failed: { what: 'The browser’s database reported an error.', todo: 'Reload the page and try again. What was stored stays stored.' },
};

/** Files that could not be read. */
export const IMPORT_FAILURES: Record<ImportErrorCode, FailureText> = {
  'empty-file': { what: 'The file is empty.', todo: 'Check that it was saved or downloaded completely.' },
  'not-text': { what: 'The file is not plain text.', todo: 'Unpack compressed files first, and save text as UTF-8. JSON and JSON Lines are understood.' },
  'not-a-dataset': { what: 'The file is text, but neither a JSON array nor JSON Lines.', todo: 'Check that it is the dataset itself. Other formats can be converted to JSON or JSON Lines.' },
  'no-records': { what: 'The file holds no record that can be used.', todo: 'Each record needs “instruction” and “output” as text; “input” may be missing.' },
  unreadable: { what: 'The browser could not read the file.', todo: 'It may have been moved, changed or locked meanwhile. Choose it again.' },
};

/** Failures of the file worker. */
export const DESK_FAILURES: Record<DeskError['code'], FailureText> = {
  'worker-died': { what: 'Reading or writing the file stopped: its worker ended, perhaps for lack of memory.', todo: 'Close other tabs and try again. What was stored stays stored.' },
  'worker-failed': { what: 'Reading or writing the file failed for a reason that this page does not know.', todo: 'Reload the page and try again. What was stored stays stored.' },
};

/** Failures of the run itself. */
export const RUN_FAILURES: Record<RunErrorCode, FailureText> = {
  'source-changed': { what: 'The stored dataset is not the one that this run was made for.', todo: 'Import the original file and start a new run.' },
  'no-student': { what: 'The recipe lets a student decide, and none was chosen for this run.', todo: 'Start a new run and choose a student on the Recipe step.' },
  'student-failed': { what: 'The student could not be started beside the oracle.', todo: 'Everything done so far is kept. Check on the Models screen that it is there and complete; where memory is short, close other programs, or start a run with a smaller student, or one on the processor.' },
  'lost-again': { what: 'The oracle was lost again, soon after it had been started afresh.', todo: 'Everything done so far is stored. This machine may be too small for it: continue with less, or continue as it was to try once more.' },
};

/** Failures of a judge. */
export const JUDGE_FAILURES: Record<JudgeError['code'], FailureText> = {
  'not-alike': { what: 'The two editions come from datasets with different numbers of records.', todo: 'Choose editions of the same dataset, or of its rounds: only then do their records correspond.' },
};

const UNKNOWN: FailureText = { what: 'Something went wrong that this page does not know.', todo: 'Reload the page and try again. What was stored stays stored.' };

/** Turns anything that was thrown into sentences. */
export function describeFailure(error: unknown): Failure {
  const known = knownFailure(error);
  if (known) return known;
  if (error instanceof Error) return { ...UNKNOWN, detail: error.message, code: error.name };
  return { ...UNKNOWN, detail: String(error), code: 'unknown' };
}

function knownFailure(error: unknown): Failure | undefined {
  // The classes' own names do not outlive minification, so each door is named here.
  if (error instanceof OracleError) return { ...ORACLE_FAILURES[error.code], detail: error.detail, code: `oracle: ${error.code}` };
  if (error instanceof WeightError) return { ...WEIGHT_FAILURES[error.code], detail: error.detail, code: `weights: ${error.code}` };
  if (error instanceof StoreError) return { ...STORE_FAILURES[error.code], detail: error.detail, code: `store: ${error.code}` };
  if (error instanceof ImportError) return { ...IMPORT_FAILURES[error.code], detail: importDetail(error), code: `import: ${error.code}` };
  if (error instanceof DeskError) return { ...DESK_FAILURES[error.code], detail: error.detail, code: `files: ${error.code}` };
  if (error instanceof JudgeError) return { ...JUDGE_FAILURES[error.code], detail: error.detail, code: `judge: ${error.code}` };
  if (error instanceof RunError) return { ...RUN_FAILURES[error.code], detail: error.detail, code: `run: ${error.code}` };
  return undefined;
}

function importDetail(error: ImportError): string {
  if (error.code !== 'no-records') return error.detail;
  return error.defects.map(({ line, reason, excerpt }) => `${DATASET.line(line)}: ${DEFECT_SENTENCES[reason]} ${excerpt}`).join('\n');
}
