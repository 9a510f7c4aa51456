/** A GPU device's buffers under watch. */
export interface CountingDevice {
  /** Buffers that were made and not destroyed since the watch began. */
  readonly open: Set<GPUBuffer>;
  restore(): void;
}

/** Watches the buffers of a device, the runtime's and ours, until restored. */
export function countingDevice(device: GPUDevice): CountingDevice {
  const open = new Set<GPUBuffer>();
  const make = device.createBuffer.bind(device);
  const { prototype } = GPUBuffer;
  // eslint-disable-next-line @typescript-eslint/unbound-method -- called with its buffer below
  const { destroy } = prototype;
  device.createBuffer = (descriptor) => {
    const buffer = make(descriptor);
    open.add(buffer);
    return buffer;
  };
  prototype.destroy = function () {
    open.delete(this);
    return destroy.call(this);
  };
  return {
    open,
    restore: () => {
      Reflect.deleteProperty(device, 'createBuffer');
      prototype.destroy = destroy;
    },
  };
}
