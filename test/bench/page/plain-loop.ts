import { env, pipeline, type Tensor, type TextGenerationPipeline } from '@huggingface/transformers';
import { RUNTIME_FILES } from '../../../src/oracle/transformers/onnxruntime.ts';
import type { BenchAnswer, BenchModel, BenchQuestion } from './bench-api.ts';

type Dtype = NonNullable<NonNullable<Parameters<typeof pipeline>[2]>['dtype']>;
type Chat = { role: string; content: string }[];

/** One call of the library's `generate`: [rows, columns] of tokens that went in, padded on the left, and of the same with what was written. */
interface Generation {
  readonly mask: Tensor;
  readonly output: Tensor;
}

/** The library's own `pipeline('text-generation')`, used as its documentation shows. */
export class PlainLoop {
  readonly #generator: TextGenerationPipeline;
  readonly #endTokens: ReadonlySet<number>;
  #last: Generation | undefined;

  private constructor(generator: TextGenerationPipeline) {
    this.#generator = generator;
    const { eos_token_id: end } = generator.model.generation_config as { eos_token_id?: number | number[] };
    this.#endTokens = new Set([end ?? []].flat());
    const generate = generator.model.generate.bind(generator.model);
    // Tokens are compared, not texts cut out of texts.
    generator.model.generate = async (options) => {
      const output = (await generate(options)) as Tensor;
      this.#last = { mask: (options as unknown as { attention_mask: Tensor }).attention_mask, output };
      return output;
    };
  }

  /** Loads a model from this server. */
  static async load({ spec }: BenchModel): Promise<PlainLoop> {
    env.remoteHost = new URL('/models/', location.href).href;
    env.remotePathTemplate = '{model}/';
    env.allowLocalModels = false;
    env.useBrowserCache = false;
    env.useWasmCache = false;
    const { wasm } = env.backends.onnx;
    if (!wasm) throw new Error('the library has no WebAssembly');
    // Its own default is the same file at a CDN.
    wasm.wasmPaths = { ...RUNTIME_FILES };
    // A spec's formats are the library's own names.
    return new PlainLoop(await pipeline('text-generation', spec.modelId, { device: spec.device, dtype: spec.dtype as Dtype }));
  }

  /** Answers in one call: one question alone, or several as the library's padded batch, which runs to the longest limit. Each answer is cut to its own limit. */
  async answer(questions: readonly BenchQuestion[]): Promise<BenchAnswer[]> {
    const chats = questions.map(({ prompt }): Chat => [{ role: 'system', content: prompt.system }, { role: 'user', content: prompt.user }]);
    const options = { max_new_tokens: Math.max(...questions.map(({ options }) => options.maxNewTokens)), do_sample: false };
    if (chats.length === 1) await this.#generator(chats[0] ?? [], options);
    else await this.#generator(chats, options);
    return questions.map(({ options }, row) => this.#answerIn(row, options.maxNewTokens));
  }

  #answerIn(row: number, limit: number): BenchAnswer {
    if (!this.#last) throw new Error('nothing was generated');
    const { mask, output } = this.#last;
    const written = tokensOf(output, row).slice(mask.dims[1] ?? 0);
    const end = written.findIndex((token) => this.#endTokens.has(token));
    const tokens = written.slice(0, Math.min(limit, end === -1 ? limit : end + 1));
    const text = this.#generator.tokenizer.decode(tokens, { skip_special_tokens: true, clean_up_tokenization_spaces: false });
    const promptTokens = tokensOf(mask, row).filter((held) => held === 1).length;
    return { text, promptTokens, heldTokens: undefined, newTokens: tokens.length };
  }
}

function tokensOf({ data, dims: [, columns = 0] }: Tensor, row: number): number[] {
  return Array.from((data as BigInt64Array).subarray(row * columns, (row + 1) * columns), Number);
}
