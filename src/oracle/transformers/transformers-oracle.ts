import type { Answer } from '../../core/answer.ts';
import type { AskOptions, Prompt } from '../../core/prompt.ts';
import type { OracleSpec } from '../../core/run.ts';
import { type LoadProgress, type Oracle, OracleError } from '../oracle.ts';
import { probeDevice } from '../probe.ts';
import { CachedBatch } from './cached-batch.ts';
import { chatTokens } from './chat-tokens.ts';
import { Completion } from './completion.ts';
import { Lanes } from './lanes.ts';
import { type LoadedModel, loadModel } from './load-model.ts';
import { Sampler } from './sampler.ts';
import type { BeginBatch } from './token-batch.ts';

interface Serving {
  readonly model: LoadedModel;
  readonly lanes: Lanes;
  readonly contextTokens: number;
}

/** A language model run by Transformers.js, inside a worker. Loads one model in its life. */
export class TransformersOracle implements Oracle {
  #lanes = 1;
  #used = false;
  #serving: Serving | undefined;

  get lanes(): number {
    return this.#lanes;
  }

  async load(spec: OracleSpec, onProgress: (progress: LoadProgress) => void, signal: AbortSignal): Promise<void> {
    if (this.#used) throw new OracleError('load-failed', 'this worker has had its model');
    this.#used = true;
    await requireDevice(spec);
    signal.throwIfAborted();
    const model = await loadModel(spec, onProgress);
    signal.throwIfAborted();
    onProgress({ stage: 'warm-up', fraction: undefined, loadedBytes: 0, totalBytes: undefined });
    // What lies on the GPU could only shrink by a round trip through main memory.
    const begin: BeginBatch = (prompts) => new CachedBatch(model.session, prompts, spec.device === 'wasm');
    const check = () => tryOut(model, begin);
    await check().catch((error: unknown) => Promise.reject(new OracleError('load-failed', String(error))));
    signal.throwIfAborted();
    this.#lanes = spec.lanes;
    this.#serving = { model, lanes: new Lanes({ begin, check }, spec.lanes), contextTokens: spec.contextTokens };
  }

  async ask(prompt: Prompt, options: AskOptions, onText: (piece: string) => void, signal: AbortSignal): Promise<Answer> {
    signal.throwIfAborted();
    const serving = this.#serving;
    if (!serving) throw new OracleError('closed', 'no model is loaded');
    const { tokenizer, endTokens } = serving.model;
    const tokens = chatTokens(tokenizer, prompt);
    const room = serving.contextTokens - tokens.length;
    if (room < Math.max(1, options.minNewTokens)) throw new OracleError('prompt-too-long', `${tokens.length} tokens`);
    const decode = (ids: number[]) => tokenizer.decode(ids, { skip_special_tokens: true, clean_up_tokenization_spaces: false });
    return new Promise((resolve, reject) => {
      const limit = Math.min(options.maxNewTokens, room);
      const completion = new Completion(tokens, limit, options, { decode, endTokens }, { onText, resolve, reject });
      signal.addEventListener('abort', () => completion.fail(signal.reason), { once: true });
      serving.lanes.add(completion);
    });
  }

  async close(): Promise<void> {
    const serving = this.#serving;
    this.#serving = undefined;
    await serving?.lanes.end(new OracleError('closed'));
    await serving?.model.session.release();
  }
}

async function requireDevice({ device, dtype }: OracleSpec): Promise<void> {
  if (device !== 'webgpu') return;
  const { gpu } = await probeDevice();
  if (!gpu) throw new OracleError('unsupported', 'there is no WebGPU adapter');
  // Transformers.js loads such weights all the same, and fails at the first prompt.
  if (dtype.endsWith('f16') && !gpu.shaderF16) throw new OracleError('unsupported', 'the GPU has no shader-f16');
}

/** Reads a prompt and one token more. Compiles what the first prompt would wait for, and shows that the model computes here at all. */
async function tryOut({ tokenizer }: LoadedModel, begin: BeginBatch): Promise<void> {
  const batch = begin([chatTokens(tokenizer, { system: '', user: 'Hello' })]);
  try {
    await batch.read(() => Promise.resolve(true));
    const { data, size } = await batch.append([0]);
    new Sampler({ temperature: 0, topP: 1, seed: 0 }).next(data, 0, size);
  } finally {
    batch.dispose();
  }
}
