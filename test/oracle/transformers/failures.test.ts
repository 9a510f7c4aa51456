import { describe, expect, it } from 'vitest';
import { OracleError } from '../../../src/oracle/oracle.ts';
import { isOutOfMemory, oracleError } from '../../../src/oracle/transformers/failures.ts';

describe('a failure of the engine', () => {
  it.each([
    'RangeError: Array buffer allocation failed',
    'RangeError: Invalid typed array length: 4294967296',
    'Error: Can\'t create a session. ERROR_CODE: 6, ERROR_MESSAGE: std::bad_alloc',
    'Error: failed to call OrtRun(). ERROR_CODE: 6, ERROR_MESSAGE: Failed to allocate memory for requested buffer of size 536870912',
    'RuntimeError: Aborted(OOM). Build with -sASSERTIONS for more info.',
    'RangeError: WebAssembly.Memory.grow(): Maximum memory size exceeded: out of memory',
    'Out of memory: D3D12 CreateCommittedResource failed with E_OUTOFMEMORY (0x8007000E)',
    'vkAllocateMemory failed with VK_ERROR_OUT_OF_DEVICE_MEMORY',
    'Not enough memory left.',
    "RangeError: Failed to execute 'createBuffer' on 'GPUDevice': createBuffer failed, size (2147483648) is too large for the implementation when mappedAtCreation == true",
  ])('is a want of memory: %s', (message) => {
    expect(isOutOfMemory(message)).toBe(true);
    expect(oracleError(new Error(message), 'engine-failed')).toMatchObject({ code: 'out-of-memory', detail: expect.stringContaining(message) as string });
  });

  it.each(['TypeError: x is not a function', 'indices element out of data bounds', 'A valid external Instance reference no longer exists.', 'Device was destroyed.', 'memory access out of bounds'])(
    'is no want of memory: %s',
    (message) => expect(oracleError(new Error(message), 'load-failed').code).toBe('load-failed'),
  );

  it('that has a code keeps it', () => {
    const error = new OracleError('weights-missing', 'out of memory.json');
    expect(oracleError(error, 'load-failed')).toBe(error);
  });
});
