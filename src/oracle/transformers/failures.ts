import { OracleError, type OracleErrorCode } from '../oracle.ts';

/**
 * How the browser, WebAssembly, ONNX Runtime and WebGPU say that there is no memory left: V8's and Firefox's RangeErrors, C++'s and
 * Emscripten's words, the names of WebGPU's, Vulkan's, Direct3D's and Metal's errors.
 */
const NO_MEMORY =
  /out[ _-]?of[ _-]?(?:\w+[ _-])?memory|not enough memory|insufficient memory|bad_alloc|array buffer allocation failed|failed to allocate|allocation failed|cannot enlarge memory|could not allocate|createbuffer failed, size|invalid (?:typed )?array (?:buffer )?length|aborted\(oom\)/i;

/** Whether something was thrown, or a device was lost, for want of memory. */
export function isOutOfMemory(reason: unknown): boolean {
  return NO_MEMORY.test(String(reason));
}

/** An engine's failure as an oracle's: `out-of-memory` where it is that, else `otherwise`. An OracleError stays as it is. */
export function oracleError(reason: unknown, otherwise: OracleErrorCode): OracleError {
  if (reason instanceof OracleError) return reason;
  return new OracleError(isOutOfMemory(reason) ? 'out-of-memory' : otherwise, String(reason), { cause: reason });
}
