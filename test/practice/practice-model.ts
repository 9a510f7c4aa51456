import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Template } from '@huggingface/jinja';
import { Tokenizer } from '@huggingface/tokenizers';
import * as ort from 'onnxruntime-web';
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

/** The committed practice model in ONNX Runtime's WebAssembly build, decoded the way an engine does it: left-padded batches with a cache. */
export class PracticeModel {
  readonly tokenizer: Tokenizer;
  readonly #template: Template;
  readonly #session: ort.InferenceSession;
  readonly #padding: number;
  readonly #end: number;

  private constructor(session: ort.InferenceSession) {
    const config = modelJson('tokenizer_config.json');
    this.tokenizer = new Tokenizer(modelJson('tokenizer.json'), config);
    this.#template = new Template(config['chat_template'] as string);
    this.#session = session;
    const { pad_token_id, eos_token_id } = modelJson('generation_config.json') as Record<string, number>;
    this.#padding = pad_token_id ?? 0;
    this.#end = eos_token_id ?? 0;
  }

  static async load(): Promise<PracticeModel> {
    ort.env.wasm.numThreads = 1;
    return new PracticeModel(await ort.InferenceSession.create(modelFile('onnx/model.onnx'), { executionProviders: ['wasm'] }));
  }

  /** The prompt as the model gets it. Throws when the template rejects it. */
  render({ system, user }: Prompt): string {
    const messages = [{ role: 'system', content: system }, { role: 'user', content: user }];
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

  async decode(rows: readonly number[][], { maxNewTokens, choose = highest }: DecodeOptions): Promise<number[][]> {
    const width = Math.max(...rows.map((row) => row.length));
    const masks = rows.map((row) => [...Array<number>(width - row.length).fill(0), ...Array<number>(row.length).fill(1)]);
    const answers: number[][] = rows.map(() => []);
    let input = rows.map((row) => [...Array<number>(width - row.length).fill(this.#padding), ...row]);
    let positions = rows.map((row) => [...Array<number>(width - row.length).fill(1), ...row.keys()]);
    let cache = [0, 1].map(() => new ort.Tensor('float32', new Float32Array(0), [rows.length, 1, 0, 1]));
    const open = (index: number) => answers[index]?.at(-1) !== this.#end;
    for (let step = 0; step < maxNewTokens && answers.some((_, index) => open(index)); step++) {
      const [logits, ...present] = await this.#forward(input, masks, positions, cache);
      cache = present;
      input = answers.map((answer, index) => {
        const token = open(index) ? choose(rowOf(logits as ort.Tensor, index)) : this.#padding;
        if (open(index)) answer.push(token);
        return [token];
      });
      positions = rows.map((row) => [row.length + step]);
      for (const mask of masks) mask.push(1);
    }
    return answers;
  }

  async #forward(input: number[][], masks: number[][], positions: number[][], [key, value]: ort.Tensor[]): Promise<ort.Tensor[]> {
    const outputs = await this.#session.run({
      input_ids: integers(input),
      attention_mask: integers(masks),
      position_ids: integers(positions),
      num_logits_to_keep: new ort.Tensor('int64', [1n], []),
      'past_key_values.0.key': key as ort.Tensor,
      'past_key_values.0.value': value as ort.Tensor,
    });
    return ['logits', 'present.0.key', 'present.0.value'].map((name) => outputs[name] as ort.Tensor);
  }
}

function integers(rows: readonly number[][]): ort.Tensor {
  return new ort.Tensor('int64', BigInt64Array.from(rows.flat(), BigInt), [rows.length, rows[0]?.length ?? 0]);
}

function rowOf(logits: ort.Tensor, index: number): Float32Array {
  const size = logits.dims[2] ?? 0;
  return (logits.data as Float32Array).subarray(index * size, (index + 1) * size);
}

function highest(logits: Float32Array): number {
  return logits.reduce((best, logit, token) => (logit > (logits[best] ?? 0) ? token : best), 0);
}
