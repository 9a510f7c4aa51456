/** Watches a GPU device, so that nothing waits for it once it is lost. */
export class GpuLoss {
  #lost: Error | undefined;
  #tell: ((error: Error) => void) | undefined;

  constructor(device: GPUDevice) {
    void device.lost.then(({ reason, message }) => {
      this.#lost = new Error(`the GPU device was lost (${reason}): ${message}`);
      this.#tell?.(this.#lost);
    });
  }

  /** What `work` comes to, one at a time. Rejects when the device is lost first, in which case the work may never end. */
  async orLost<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.#lost) throw this.#lost;
    // Not a race with `device.lost` itself, which would remember every work until then.
    return new Promise((resolve, reject) => {
      this.#tell = reject;
      work().then(resolve, reject);
    });
  }
}
