/** A WebAssembly module of two functions, assembled by hand: what the processor does in WebAssembly when nothing else stands in its way. */
export interface Kernels {
  /** Reads so many bytes of memory, a multiple of 64, 16 at a time. */
  readonly read: (bytes: number) => number;
  /** Does so many rounds of {@link MULTIPLY_ADDS} multiplications with an addition each, of 32-bit floats. */
  readonly multiply: (rounds: number) => number;
  readonly memory: WebAssembly.Memory;
}

const ACCUMULATORS = 12;
const LANES = 4;

/** Multiplications with additions in a round of `multiply`. */
export const MULTIPLY_ADDS = ACCUMULATORS * LANES;

// Value types and instructions. Source: WebAssembly Core Specification 2.0, section 5.
const I32 = 0x7f;
const F32 = 0x7d;
const V128 = 0x7b;
const [LOOP, END, BR_IF, EMPTY] = [0x03, 0x0b, 0x0d, 0x40];
const [LOCAL_GET, LOCAL_SET, I32_CONST, I32_LT_U, I32_ADD] = [0x20, 0x21, 0x41, 0x49, 0x6a];
const simd = (code: number, ...rest: number[]) => [0xfd, ...unsigned(code), ...rest];
const LOAD = (offset: number) => simd(0, 4, ...unsigned(offset));
const SPLAT_F32 = simd(19);
const FIRST_I32 = simd(27, 0);
const FIRST_F32 = simd(31, 0);
const XOR = simd(81);
const ADD_F32 = simd(228);
const MULTIPLY_F32 = simd(230);

/** Compiles the kernels with so many bytes of memory, a multiple of 65,536. */
export async function compileKernels(memoryBytes: number): Promise<Kernels> {
  const pages = memoryBytes / 65_536;
  const { instance } = await WebAssembly.instantiate(new Uint8Array(moduleBytes(pages)));
  // The exports are those that the module below names.
  return instance.exports as unknown as Kernels;
}

function moduleBytes(pages: number): number[] {
  const types = [
    [0x60, 1, I32, 1, I32],
    [0x60, 1, I32, 1, F32],
  ];
  const exported = [...named('read', 0, 0), ...named('multiply', 0, 1), ...named('memory', 2, 0)];
  return [
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, vector(types)),
    ...section(3, vector([[0], [1]])),
    ...section(5, [1, 0, ...unsigned(pages)]),
    ...section(7, [3, ...exported]),
    ...section(10, vector([body([[1, I32], [4, V128]], readCode()), body([[1, I32], [ACCUMULATORS, V128], [2, V128]], multiplyCode())])),
  ];
}

/** Local 0 is the end, 1 where it is, 2 to 5 what it has read. */
function readCode(): number[] {
  const step = [2, 3, 4, 5].flatMap((local, index) => [LOCAL_GET, local, LOCAL_GET, 1, ...LOAD(index * 16), ...XOR, LOCAL_SET, local]);
  return [...untilEnd(step, 64), LOCAL_GET, 2, LOCAL_GET, 3, ...XOR, LOCAL_GET, 4, ...XOR, LOCAL_GET, 5, ...XOR, ...FIRST_I32, END];
}

/** Local 0 is the end, 1 the round, 2 and on the accumulators, then a factor and a summand of next to nothing. */
function multiplyCode(): number[] {
  const accumulators = Array.from({ length: ACCUMULATORS }, (_, index) => index + 2);
  const [factor, summand] = [ACCUMULATORS + 2, ACCUMULATORS + 3];
  const begin = [...float32(0.999), ...SPLAT_F32, LOCAL_SET, factor, ...float32(0.001), ...SPLAT_F32, LOCAL_SET, summand];
  const step = accumulators.flatMap((local) => [LOCAL_GET, local, LOCAL_GET, factor, ...MULTIPLY_F32, LOCAL_GET, summand, ...ADD_F32, LOCAL_SET, local]);
  const sum = accumulators.slice(1).flatMap((local) => [LOCAL_GET, local, ...ADD_F32]);
  return [...begin, ...untilEnd(step, 1), LOCAL_GET, 2, ...sum, ...FIRST_F32, END];
}

function untilEnd(step: number[], by: number): number[] {
  return [LOOP, EMPTY, ...step, LOCAL_GET, 1, I32_CONST, ...signed(by), I32_ADD, LOCAL_SET, 1, LOCAL_GET, 1, LOCAL_GET, 0, I32_LT_U, BR_IF, 0, END];
}

function body(locals: [count: number, type: number][], code: number[]): number[] {
  const whole = [...vector(locals), ...code];
  return [...unsigned(whole.length), ...whole];
}

function named(name: string, kind: number, index: number): number[] {
  return [name.length, ...new TextEncoder().encode(name), kind, index];
}

function section(id: number, content: number[]): number[] {
  return [id, ...unsigned(content.length), ...content];
}

function vector(items: number[][]): number[] {
  return [...unsigned(items.length), ...items.flat()];
}

function float32(value: number): number[] {
  return [0x43, ...new Uint8Array(Float32Array.of(value).buffer)];
}

/** LEB128 of a number below 2^32. */
function unsigned(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...unsigned(value >>> 7)];
}

/** LEB128 of a small positive number that is read as signed. */
function signed(value: number): number[] {
  return value < 0x40 ? [value] : [(value & 0x7f) | 0x80, ...signed(value >>> 7)];
}
