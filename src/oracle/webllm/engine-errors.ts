import { OracleError, type OracleErrorCode } from '../oracle.ts';

// Names of the engine's error classes. Source: error.ts of @mlc-ai/web-llm 0.2.86.
const UNSUPPORTED = new Set(['WebGPUNotAvailableError', 'WebGPUNotFoundError', 'ShaderF16SupportError', 'FeatureSupportError']);
const REFUSED = new Set(['MessageOrderError', 'SystemMessageOrderError', 'ContentTypeError', 'UnsupportedRoleError', 'CustomSystemPromptError']);

// What is seen of an engine whose GPU device is gone: it never recovers inside its worker.
const DEVICE_GONE = new Set(['DeviceLostError', 'ModelNotLoadedError', 'ExitStatus', 'AbortError', 'BindingError', 'OperationError', '[object Object]']);
const DISPOSED = /already (?:been )?(?:disposed|deleted)/i;

const NO_FITTING_GPU = /unable to find a compatible gpu|requested max\w+ exceeds limit/i;
const NOT_FETCHED = /failed to fetch|cannot fetch|network ?error|on 'Cache'/i;

/** Names what kept a model from loading: `unsupported`, `weights-missing` or `load-failed`. */
export function loadError(thrown: unknown): OracleError {
  const text = textOf(thrown);
  if (UNSUPPORTED.has(nameIn(text)) || NO_FITTING_GPU.test(text)) return error('unsupported', text, thrown);
  return error(NOT_FETCHED.test(text) ? 'weights-missing' : 'load-failed', text, thrown);
}

/** Names what kept an answer from being completed. `worker-died` means that no further prompt can be answered. */
export function askError(thrown: unknown): OracleError {
  if (thrown instanceof OracleError) return thrown;
  const text = textOf(thrown);
  const name = nameIn(text);
  if (name === 'ContextWindowSizeExceededError') return error('prompt-too-long', text, thrown);
  if (REFUSED.has(name)) return error('prompt-refused', text, thrown);
  return error(DEVICE_GONE.has(name) || DISPOSED.test(text) ? 'worker-died' : 'engine-failed', text, thrown);
}

/** The engine throws errors, strings that begin with an error's name, and plain objects. */
function textOf(thrown: unknown): string {
  return thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown);
}

function nameIn(text: string): string {
  return text.split(':', 1)[0] ?? '';
}

function error(code: OracleErrorCode, detail: string, cause: unknown): OracleError {
  return new OracleError(code, detail, { cause });
}
