import { OracleError } from '../oracle.ts';
import { isOutOfMemory } from './failures.ts';

/**
 * Watches every GPU device that is made while `make` runs, for the rest of its life: `onTrouble` gets `worker-died` when it is
 * lost and `out-of-memory` when a buffer did not fit. A lost device may leave a step waiting for ever, and a buffer that did
 * not fit reads as zeros; neither is told otherwise.
 *
 * ONNX Runtime makes its own device and gives it away only when the model is loaded, too late for weights that did not fit.
 * So it is taken where it comes from.
 */
export async function watchingDevices<Result>(make: () => Promise<Result>, onTrouble: (trouble: OracleError) => void): Promise<Result> {
  // Missing where there is no WebGPU, whatever the types say.
  const adapters = (globalThis as { readonly GPUAdapter?: typeof GPUAdapter }).GPUAdapter?.prototype;
  if (!adapters) return make();
  // eslint-disable-next-line @typescript-eslint/unbound-method -- called with its adapter below
  const { requestDevice } = adapters;
  adapters.requestDevice = async function (descriptor) {
    const device = await requestDevice.call(this, descriptor);
    watch(device, onTrouble);
    return device;
  };
  try {
    return await make();
  } finally {
    adapters.requestDevice = requestDevice;
  }
}

function watch(device: GPUDevice, onTrouble: (trouble: OracleError) => void): void {
  void device.lost.then(({ reason, message }) => {
    onTrouble(new OracleError(isOutOfMemory(message) ? 'out-of-memory' : 'worker-died', `the GPU device was lost (${reason}): ${message}`));
  });
  device.addEventListener('uncapturederror', ({ error }) => {
    if (error instanceof GPUOutOfMemoryError) onTrouble(new OracleError('out-of-memory', error.message));
  });
}
