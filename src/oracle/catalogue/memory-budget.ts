import type { OracleSpec } from '../../core/run.ts';
import { memoryWith, type ModelCard } from '../model-card.ts';
import type { DeviceReport } from '../oracles.ts';
import { identityKey } from './catalogue-entry.ts';

/** GPU memory that a model may take. */
export interface MemoryBudget {
  /** Up to here it is expected to run beside whatever else draws on the screen. */
  readonly comfortableBytes: number;
  /** Beyond this it is not offered. */
  readonly limitBytes: number;
}

const GIBIBYTE = 1024 ** 3;

/** A browser's memory for WebAssembly ends here, however large the machine. */
const WASM_MEMORY_BYTES = 4 * GIBIBYTE;

/** A browser that does not tell its memory is a desktop's in most cases: Firefox and Safari never do. */
const UNTOLD_MEMORY_BYTES = 8 * GIBIBYTE;

/** GPUs with less than this in one buffer are old, or small ones of phones. */
const SMALL_BUFFER_BYTES = GIBIBYTE;
const SMALL_GPU_BYTES = 2 * GIBIBYTE;

/** Most graphics cards in use have 8 GB or more, a few 4 or 6, and the screen takes its part. */
const DISCRETE_BYTES = 6 * GIBIBYTE;

/** GPUs of phones and tablets, which lose the page long before their memory is full. */
const MOBILE_VENDORS = /^(?:qualcomm|arm|img-tec|imgtec|samsung|mediatek)$/i;

/** Intel's cards with memory of their own; all its other GPUs use the machine's. */
const INTEL_CARDS = /^(?:gen-12hp|xe-2hpg|xe-3hpg)$/i;

/** A model that failed for want of memory needed more than there was: the next one is to need clearly less. */
const AFTER_FAILURE_FRACTION = 0.9;

/** A guess may be wrong by this factor before something is refused for it. */
const DOUBT_FACTOR = 2;

/**
 * How much GPU memory a model may take. No browser tells the memory of a GPU, so this is reckoned:
 * - What the person allows holds, and nothing else.
 * - Otherwise by kind. Apple's GPUs may use about two thirds of the machine's memory, other integrated ones about half, phones a quarter.
 *   A card's own memory is unknown; 6 GiB is what most have to spare. The browser rounds the machine's memory and caps it, at 8 GiB for long: it is a lower bound.
 * - A GPU whose buffers are small gets 2 GiB at most.
 * - Of `cards` that ran out of memory here before, the smallest sets the measure; it stays on offer, for the memory may have been taken by another program.
 * The guess decides what is recommended; refused is only what needs more than twice as much.
 */
export function gpuMemoryBudget(report: DeviceReport, cards: readonly ModelCard[] = []): MemoryBudget {
  const { gpu, allowedGpuBytes, outOfMemory = [] } = report;
  if (allowedGpuBytes !== undefined) return { comfortableBytes: allowedGpuBytes, limitBytes: allowedGpuBytes };
  if (!gpu) return { comfortableBytes: 0, limitBytes: 0 };
  const byKind = guessByKind(gpu, report.memoryBytes ?? UNTOLD_MEMORY_BYTES);
  const guess = gpu.maxBufferBytes < SMALL_BUFFER_BYTES ? Math.min(byKind, SMALL_GPU_BYTES) : byKind;
  const failed = outOfMemory.flatMap((spec) => memoryOfFailed(spec, cards) ?? []);
  return { comfortableBytes: Math.min(guess, ...failed.map((bytes) => bytes * AFTER_FAILURE_FRACTION)), limitBytes: guess * DOUBT_FACTOR };
}

/** Main memory that a model on the processor may take. */
export function processorMemoryBytes({ memoryBytes = WASM_MEMORY_BYTES }: DeviceReport): number {
  return Math.min(WASM_MEMORY_BYTES, memoryBytes);
}

function guessByKind({ vendor, architecture }: NonNullable<DeviceReport['gpu']>, memoryBytes: number): number {
  if (MOBILE_VENDORS.test(vendor)) return memoryBytes / 4;
  if (/^apple$/i.test(vendor)) return (memoryBytes * 2) / 3;
  if (/^intel$/i.test(vendor) && !INTEL_CARDS.test(architecture)) return memoryBytes / 2;
  return DISCRETE_BYTES;
}

function memoryOfFailed(spec: OracleSpec, cards: readonly ModelCard[]): number | undefined {
  const card = cards.find((one) => one.gpu !== undefined && identityKey(one.spec) === identityKey(spec));
  return card && memoryWith(card, spec);
}
