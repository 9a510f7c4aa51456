import { describe, expect, it } from 'vitest';
import { OracleError } from '../../../src/oracle/oracle.ts';
import { askError, loadError } from '../../../src/oracle/webllm/engine-errors.ts';

const DEVICE_LOST =
  'DeviceLostError: The WebGPU device was lost while loading the model. This issue often occurs due to running out of memory (OOM). To resolve this, try reloading with a model that has fewer parameters or uses a smaller context length.';

// As @mlc-ai/web-llm 0.2.86, its runtime, V8 and Chromium 156 word them.
const OUT_OF_MEMORY = [
  'Error: Cannot initialize runtime because of requested maxBufferSize exceeds limit. requested=256MB, limit=128MB. Consider upgrading your browser.',
  'Error: Cannot initialize runtime because of requested maxStorageBufferBindingSize exceeds limit. requested=128MB, limit=64MB. ',
  'Error: Cannot allocate 1048576 bytes in Wasm memory',
  new RangeError('Array buffer allocation failed'),
  new RangeError('WebAssembly.Memory(): could not allocate memory'),
  new RangeError('Invalid array buffer length'),
  "RangeError: Failed to execute 'createBuffer' on 'GPUDevice': createBuffer failed, size (4294967296) is too large for the implementation when mappedAtCreation == true",
  'GPUOutOfMemoryError: Out of memory',
  'OperationError: Device lost: out of memory',
  'RuntimeError: Aborted(OOM). Build with -sASSERTIONS for more info.',
  'Error: ExitStatus: Check failed: Insufficient memory for the KV cache',
  DEVICE_LOST,
];

const LOADING: readonly (readonly [string, unknown])[] = [
  ...OUT_OF_MEMORY.map((thrown) => ['out-of-memory', thrown] as const),
  // What is left when the engine gave up its device for a buffer that could not be had.
  ['out-of-memory', 'ModelNotLoadedError: Model not loaded before trying to complete getMessage. Please ensure you have called `MLCEngine.reload(model)`'],
  ['out-of-memory', 'Error: InternalError: chat config not registered for Llama-3.2-1B-Instruct-q4f16_1-MLC.'],
  ['unsupported', 'ShaderF16SupportError: This model requires WebGPU extension shader-f16, which is not enabled in this browser.'],
  ['unsupported', "Error: error: extension 'f16' is not allowed in the current environment"],
  ['unsupported', 'FeatureSupportError: This model requires feature subgroups, which is not yet supported by this browser.'],
  ['unsupported', 'WebGPUNotAvailableError: WebGPU is not supported in your current environment'],
  ['unsupported', new Error('Unable to find a compatible GPU. This issue might be because')],
  ['unsupported', 'Error: Cannot initialize runtime because of requested maxComputeWorkgroupStorageSize exceeds limit. requested=32768, limit=16384. '],
  ['weights-missing', new TypeError('Failed to fetch')],
  ['weights-missing', "NetworkError: Failed to execute 'add' on 'Cache': Cache.add() encountered a network error"],
  ['worker-died', "AbortError: Failed to execute 'mapAsync' on 'GPUBuffer': Device is lost"],
  ['worker-died', '[object Object]'],
  ['worker-died', 'BindingError: Tokenizer instance already deleted'],
  ['load-failed', 'Error: Tensor-cache record range [48, 52) exceeds shard size 50'],
  ['load-failed', 'RuntimeError: Aborted()'],
  ['load-failed', 'CompileError: WebAssembly.instantiate(): expected magic word 00 61 73 6d, found 6e 6f 74 20 @+0'],
  ['load-failed', 'LinkError: WebAssembly.instantiate(): Import #0 "env" "x": function import requires a callable'],
  ['load-failed', 'Error: Cannot find global function vm.builtin.kv_state_clear'],
  ['load-failed', 'WindowSizeConfigurationError: Only one of context_window_size and sliding_window_size can be positive.'],
  ['load-failed', 'IntegrityError: Integrity verification failed'],
];

const ASKING: readonly (readonly [string, unknown])[] = [
  ...OUT_OF_MEMORY.map((thrown) => ['out-of-memory', thrown] as const),
  ['prompt-too-long', 'ContextWindowSizeExceededError: Prompt tokens exceed context window size: number of prompt tokens: 5000; context window size: 4096'],
  ['prompt-refused', 'MessageOrderError: The last message should be from the `user` or `tool`.'],
  ['prompt-refused', 'GrammarMatcherInitError: Failed to initialize the grammar matcher for response format `json_object`: Aborted(). Build with -sASSERTIONS for more info.'],
  ['prompt-refused', 'InvalidResponseFormatGrammarError: When ResponseFormat.type is `grammar`, ResponseFormat.grammar needs to be specified.'],
  ['engine-failed', 'Error: Grammar matcher rejected the newly sampled token.'],
  ['engine-failed', 'Error: InternalError: failed to sample a valid token.'],
  ['engine-failed', 'SeedTypeError: `seed` should be an integer, but got 1.5'],
  ['worker-died', "AbortError: Failed to execute 'mapAsync' on 'GPUBuffer': Device is lost"],
  ['worker-died', 'ExitStatus: [object Object]'],
  ['worker-died', '[object Object]'],
  ['worker-died', { unreadable: true }],
  ['worker-died', 'ModelNotLoadedError: Model not loaded before trying to complete ChatCompletionRequest.'],
  ['worker-died', 'Error: Object has already been disposed'],
  ['worker-died', Object.assign(new Error('Tokenizer instance already deleted'), { name: 'BindingError' })],
  ['worker-died', 'RuntimeError: memory access out of bounds'],
  ['worker-died', 'RuntimeError: unreachable'],
];

describe('what the engine throws', () => {
  it.each(LOADING)('while loading is %s after %s', (code, thrown) => {
    expect(loadError(thrown)).toMatchObject({ name: 'OracleError', code });
  });

  it.each(ASKING)('while answering is %s after %s', (code, thrown) => {
    expect(askError(thrown)).toMatchObject({ name: 'OracleError', code });
  });

  it('keeps its own words, and an error that has its code already stays', () => {
    expect(askError('Error: Grammar matcher rejected the newly sampled token.').detail).toBe('Error: Grammar matcher rejected the newly sampled token.');
    const stalled = new OracleError('stalled', 'no token for 300 s');
    expect([askError(stalled), loadError(stalled)]).toEqual([stalled, stalled]);
  });
});
