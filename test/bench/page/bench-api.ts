import type { AskOptions, Prompt } from '../../../src/core/prompt.ts';
import type { OracleSpec } from '../../../src/core/run.ts';
import type { LaneFindings, LoadSpec, OracleUsage } from '../../../src/oracle/oracle.ts';
import type { MachineLimits } from './machine-limits.ts';

/** The library's own loop, as a user would write it, or this project's lanes. */
export type Side = 'plain' | 'tain';

/** Builds of ONNX Runtime: the one that Transformers.js takes by itself, and the one for browsers with JavaScript Promise Integration. */
export type RuntimeBuild = 'asyncify' | 'jspi';

/** One way to answer a list of prompts. */
export interface Contestant {
  readonly side: Side;
  readonly build: RuntimeBuild;
  /** Of `plain` the prompts that share a call, of `tain` the lanes. */
  readonly rows: number;
  /** What the lanes are to do without. The library's own loop has no such things. */
  readonly without: NonNullable<LoadSpec['without']>;
  /** Phase 1 of the method alone; or phase 2 behind it, `afresh` with a prompt of its own or `continued` in the conversation of phase 1. */
  readonly phases: 'first' | 'afresh' | 'continued';
}

/** A model to measure. */
export interface BenchModel {
  /** As it is named on the command line and in the table. */
  readonly name: string;
  readonly spec: OracleSpec;
  /** The files under `models/`, by their path in the model's folder, with their sizes; the practice model comes with the page and names none. */
  readonly files: readonly { readonly path: string; readonly sizeBytes: number }[];
}

/** What is asked for one record. */
export interface BenchQuestion {
  /** Phase 1. */
  readonly prompt: Prompt;
  /** Phase 2 where it starts afresh. */
  readonly second: Prompt;
  readonly options: AskOptions;
}

/** What came back for it. */
export interface BenchAnswer {
  /** Of the last phase that was asked, as all that follows. */
  readonly text: string;
  readonly promptTokens: number;
  /** Undefined where the engine never holds any. */
  readonly heldTokens: number | undefined;
  readonly newTokens: number;
}

/** What a contestant is once it has loaded its model. */
export interface Opened {
  /** Prompts that it takes at once. */
  readonly rows: number;
  /** What the lanes found out about themselves. */
  readonly findings: LaneFindings | undefined;
}

/** A list of prompts answered. */
export interface Answered {
  readonly durationMs: number;
  /** In the order of the questions. */
  readonly answers: readonly BenchAnswer[];
  /** Size that WebAssembly's memory has grown to; it never shrinks. */
  readonly wasmBytes: number;
  /** What the lanes did; undefined for the library's own loop. */
  readonly usage: OracleUsage | undefined;
}

/** What the page offers to whoever drives it, as `globalThis.bench`. */
export interface BenchPage {
  /** Lays a model where a published one would lie after its download. */
  lay(model: BenchModel): Promise<void>;
  /** Loads a model for a contestant, in a worker of its own, in place of the one before. */
  open(contestant: Contestant, model: BenchModel): Promise<Opened>;
  /** Rejects when nothing is open. */
  answer(questions: readonly BenchQuestion[]): Promise<Answered>;
  close(): Promise<void>;
  machineLimits(): Promise<MachineLimits>;
}
