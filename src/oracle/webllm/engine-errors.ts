import { OracleError, type OracleErrorCode } from '../oracle.ts';

// Names of the engine's error classes. Source: error.ts of @mlc-ai/web-llm 0.2.86.
const UNSUPPORTED = new Set(['WebGPUNotAvailableError', 'WebGPUNotFoundError', 'ShaderF16SupportError', 'FeatureSupportError']);
const REFUSED = new Set(['MessageOrderError', 'SystemMessageOrderError', 'ContentTypeError', 'UnsupportedRoleError', 'CustomSystemPromptError']);

/** The form that was asked for cannot be compiled: no repetition helps, and another form may work. */
const FORM_REFUSED = new Set(['GrammarMatcherInitError', 'InvalidResponseFormatError', 'InvalidResponseFormatGrammarError', 'InvalidResponseFormatStructuralTagError']);

// What is seen of an engine whose GPU device is gone: it never recovers inside its worker.
const DEVICE_GONE = new Set(['DeviceLostError', 'ModelNotLoadedError', 'ExitStatus', 'AbortError', 'BindingError', 'OperationError', '[object Object]']);
const DISPOSED = /already (?:been )?(?:disposed|deleted)|device (?:was|is) (?:lost|destroyed)|chat config not registered/i;

/**
 * What is left of a device that was lost while loading, when the engine takes nearly all the memory that it will ever need.
 * It gives up a device itself as soon as a buffer cannot be had, and may even say then that the model was loaded.
 */
const LOST_IN_LOAD = /^(?:DeviceLostError|ModelNotLoadedError)|chat config not registered/;

/** A WebAssembly program that broke off in the middle leaves its memory in any state. */
const TRAPPED = /^RuntimeError: (?:unreachable|memory access out of bounds|table index|null function|divide by zero)/;

const NO_FITTING_GPU = /unable to find a compatible gpu|requested max\w+ exceeds limit|extension '?f16'? is not allowed/i;
const NOT_FETCHED = /failed to fetch|cannot fetch|network ?error|on 'Cache'/i;

/** Ways in which browsers, the engine's runtime and WebAssembly say that memory has run out; a GPU's largest buffer counts as its memory. */
const OUT_OF_MEMORY = [
  /out[ -]?of[ -]?memory|insufficient (?:gpu )?memory|not enough memory|\bOOM\b/i,
  /allocation (?:failed|failure|size overflow)|(?:failed|unable|could not|cannot) (?:to )?(?:allocate|enlarge|grow)|memory\.grow/i,
  /requested max(?:Storage)?Buffer\w* exceeds limit|createBuffer failed|too large for the implementation|invalid (?:typed )?array(?: buffer)? length/i,
];

/** Names what kept a model from loading: `unsupported`, `weights-missing`, `out-of-memory`, `worker-died` or `load-failed`. */
export function loadError(thrown: unknown): OracleError {
  if (thrown instanceof OracleError) return thrown;
  const text = textOf(thrown);
  return new OracleError(loadCode(text), text, { cause: thrown });
}

function loadCode(text: string): OracleErrorCode {
  const name = nameIn(text);
  if (LOST_IN_LOAD.test(text) || isOutOfMemory(text)) return 'out-of-memory';
  if (UNSUPPORTED.has(name) || NO_FITTING_GPU.test(text)) return 'unsupported';
  if (NOT_FETCHED.test(text)) return 'weights-missing';
  return DEVICE_GONE.has(name) || DISPOSED.test(text) ? 'worker-died' : 'load-failed';
}

/** Names what kept an answer from being completed. After `worker-died` and `out-of-memory` no further prompt can be answered. */
export function askError(thrown: unknown): OracleError {
  if (thrown instanceof OracleError) return thrown;
  const text = textOf(thrown);
  return new OracleError(askCode(text), text, { cause: thrown });
}

function askCode(text: string): OracleErrorCode {
  const name = nameIn(text);
  if (name === 'ContextWindowSizeExceededError') return 'prompt-too-long';
  if (isOutOfMemory(text)) return 'out-of-memory';
  if (REFUSED.has(name) || FORM_REFUSED.has(name)) return 'prompt-refused';
  return DEVICE_GONE.has(name) || DISPOSED.test(text) || TRAPPED.test(text) ? 'worker-died' : 'engine-failed';
}

function isOutOfMemory(text: string): boolean {
  return OUT_OF_MEMORY.some((pattern) => pattern.test(text));
}

/** The engine throws errors, strings that begin with an error's name, and plain objects. */
function textOf(thrown: unknown): string {
  return thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown);
}

function nameIn(text: string): string {
  return text.split(':', 1)[0] ?? '';
}
