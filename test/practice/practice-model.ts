import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Template } from '@huggingface/jinja';
import { Tokenizer } from '@huggingface/tokenizers';
import { env, InferenceSession, Tensor, type TypedTensor } from 'onnxruntime-web';
import type { Prompt } from '../../src/core/prompt.ts';

const FOLDER = fileURLToPath(new URL('../../public/models/tain-practice/', import.meta.url));

/** The bytes of a committed model file. */
export function modelFile(name: string): Uint8Array {
  return readFileSync(FOLDER + name);
}

function modelJson(name: string): Record<string, unknown> {
  // Our own generated files hold objects.
  return JSON.parse(readFileSync(FOLDER + name, 'utf8')) as Record<string, unknown>;
}

/** What one prompt was answered. */
export interface Completion {
  readonly text: string;
  readonly finishReason: 'stop' | 'length';
  readonly newTokens: number;
}

/** How a batch is decoded. */
export interface DecodeOptions {
  readonly maxNewTokens: number;
  /** Chooses a token from logits; the highest when left out. */
  readonly choose?: (logits: Float32Array) => number;
}

/** The two tensors that the model remembers tokens in. */
export interface Cache {
  readonly key: TypedTensor<'float32'>;
  readonly value: TypedTensor<'float32'>;
}

/** The inputs of one run of the model, row by row. */
export interface StepInput {
  readonly tokens: readonly number[][];
  readonly masks: readonly number[][];
  readonly positions: readonly number[][];
  readonly cache: Cache;
  readonly kept?: number;
}

/** The committed practice model in ONNX Runtime's WebAssembly build, decoded the way an engine does it: left-padded batches with a cache. */
export class PracticeModel {
  readonly tokenizer: Tokenizer;
  readonly #template: Template;
  readonly #session: InferenceSession;
  readonly #padding: number;
  readonly #end: number;

  private constructor(session: InferenceSession) {
    const config = modelJson('tokenizer_config.json');
    this.tokenizer = new Tokenizer(modelJson('tokenizer.json'), config);
    this.#template = new Template(config['chat_template'] as string);
    this.#session = session;
    const { pad_token_id, eos_token_id } = modelJson('generation_config.json') as Record<string, number>;
    this.#padding = pad_token_id ?? 0;
    this.#end = eos_token_id ?? 0;
  }

  static async load(): Promise<PracticeModel> {
    env.wasm.numThreads = 1;
    return new PracticeModel(await InferenceSession.create(modelFile('onnx/model.onnx'), { executionProviders: ['wasm'] }));
  }

  /** The prompt as the model gets it. Throws when the template rejects it. */
  render({ system, earlier = [], user }: Prompt): string {
    const turns = earlier.flatMap((turn) => [{ role: 'user', content: turn.user }, { role: 'assistant', content: turn.answer }]);
    const messages = [{ role: 'system', content: system }, ...turns, { role: 'user', content: user }];
    return this.#template.render({ messages, add_generation_prompt: true });
  }

  tokensOf(prompt: Prompt): number[] {
    return this.tokenizer.encode(this.render(prompt)).ids;
  }

  /** Answers all prompts in one batch. */
  async complete(prompts: readonly Prompt[], options: DecodeOptions): Promise<Completion[]> {
    const rows = prompts.map((prompt) => this.tokensOf(prompt));
    const answers = await this.decode(rows, options);
    return answers.map((tokens) => {
      const stopped = tokens.at(-1) === this.#end;
      const text = tokens.length === 0 ? '' : this.tokenizer.decode(tokens, { skip_special_tokens: true });
      return { text, finishReason: stopped ? 'stop' : 'length', newTokens: tokens.length };
    });
  }

  /** Decodes token rows in one batch; each answer ends with the end token or at `maxNewTokens`. */
  async decode(rows: readonly number[][], { maxNewTokens, choose = highest }: DecodeOptions): Promise<number[][]> {
    const width = Math.max(...rows.map((row) => row.length));
    const gaps = rows.map((row) => Array<number>(width - row.length));
    const masks = rows.map((row, index) => [...(gaps[index] ?? []).fill(0), ...row.map(() => 1)]);
    const answers: number[][] = rows.map(() => []);
    const open = (index: number) => answers[index]?.at(-1) !== this.#end;
    let input = rows.map((row, index) => [...(gaps[index] ?? []).fill(this.#padding), ...row]);
    let positions = rows.map((row, index) => [...(gaps[index] ?? []).fill(1), ...row.keys()]);
    let cache = emptyCache(rows.length);
    for (let step = 0; step < maxNewTokens && answers.some((_, index) => open(index)); step++) {
      const output = await this.forward({ tokens: input, masks, positions, cache });
      cache = output.cache;
      input = answers.map((answer, index) => {
        const token = open(index) ? choose(output.logits[index]?.at(-1) ?? new Float32Array()) : this.#padding;
        if (open(index)) answer.push(token);
        return [token];
      });
      positions = rows.map((row) => [row.length + step]);
      for (const mask of masks) mask.push(1);
    }
    return answers;
  }

  /** One run of the model; gives the logits of the last `kept` tokens of each row, of all when 0. */
  async forward({ tokens, masks, positions, cache, kept = 1 }: StepInput): Promise<{ logits: Float32Array[][]; cache: Cache }> {
    const outputs = await this.#session.run({
      input_ids: integers(tokens),
      attention_mask: integers(masks),
      position_ids: integers(positions),
      num_logits_to_keep: new Tensor('int64', [BigInt(kept)], []),
      'past_key_values.0.key': cache.key,
      'past_key_values.0.value': cache.value,
    });
    const { logits, 'present.0.key': key, 'present.0.value': value } = outputs as Record<string, TypedTensor<'float32'>>;
    if (!logits || !key || !value) throw new Error('the model lacks an output');
    return { logits: rowsOf(logits), cache: { key, value } };
  }
}

/** A cache that holds nothing yet. */
export function emptyCache(rowCount: number): Cache {
  const empty = () => new Tensor('float32', new Float32Array(0), [rowCount, 1, 0, 1]);
  return { key: empty(), value: empty() };
}

function integers(rows: readonly number[][]): TypedTensor<'int64'> {
  return new Tensor('int64', BigInt64Array.from(rows.flat(), BigInt), [rows.length, rows[0]?.length ?? 0]);
}

function rowsOf({ data, dims: [rows = 0, places = 0, size = 0] }: TypedTensor<'float32'>): Float32Array[][] {
  const one = (row: number, place: number) => data.subarray((row * places + place) * size, (row * places + place + 1) * size);
  return Array.from({ length: rows }, (_, row) => Array.from({ length: places }, (_, place) => one(row, place)));
}

function highest(logits: Float32Array): number {
  return logits.reduce((best, logit, token) => (logit > (logits[best] ?? 0) ? token : best), 0);
}
