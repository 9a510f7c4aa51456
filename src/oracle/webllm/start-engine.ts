import type { OracleSpec } from '../../core/run.ts';
import { type LoadProgress, OracleError } from '../oracle.ts';
import type { ChatEngine, EngineHost } from './chat-engine.ts';
import { loadError } from './engine-errors.ts';
import { EngineInternals } from './engine-internals.ts';
import { openPipeline } from './engine-parts.ts';
import { LoadStages } from './load-progress.ts';

/** An engine with its model loaded, and what is known of the model. */
export interface StartedModel {
  readonly engine: ChatEngine;
  readonly spec: OracleSpec;
  readonly thinks: boolean;
  /** Undefined when the engine is not the one whose private parts are known. */
  readonly internals: EngineInternals | undefined;
}

/**
 * Starts an engine and loads the model; `onEngine` gets the engine before that. Rejects with OracleError `unsupported`,
 * `weights-missing`, `out-of-memory`, `worker-died` or `load-failed`, or with the signal's reason before the engine has started.
 */
export async function startModel(
  host: EngineHost,
  spec: OracleSpec,
  onProgress: (progress: LoadProgress) => void,
  onEngine: (engine: ChatEngine) => void,
  signal: AbortSignal,
): Promise<StartedModel> {
  await checkMachine(host, spec);
  const thinks = await host.thinks(spec);
  signal.throwIfAborted();
  const stages = new LoadStages();
  const engine = host.startEngine(spec, (report) => {
    if (!signal.aborted) stages.read(report).forEach(onProgress);
  });
  onEngine(engine);
  try {
    await engine.reload(spec.modelId, { context_window_size: spec.contextTokens, sliding_window_size: -1 });
    // The engine takes the loss of its device for a wish to stop loading, and calls that a success.
    await engine.getMessage();
  } catch (error) {
    throw loadError(error);
  }
  const pipeline = openPipeline(engine, host.engineVersion, spec.modelId);
  return { engine, spec, thinks, internals: pipeline && new EngineInternals(pipeline) };
}

/** Before the engine starts: it would fetch what is missing itself, and would run f16 code on a GPU that has none. */
async function checkMachine(host: EngineHost, spec: OracleSpec): Promise<void> {
  const { gpu } = await host.probe();
  if (!gpu) throw new OracleError('unsupported', 'no WebGPU adapter');
  if (spec.dtype.includes('f16') && !gpu.shaderF16) throw new OracleError('unsupported', 'the GPU has no shader-f16');
  const missing = await host.missingWeight(spec);
  if (missing !== undefined) throw new OracleError('weights-missing', missing);
}
