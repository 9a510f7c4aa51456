import type { EngineInput, EnginePipeline } from './engine-parts.ts';

const POP = 'vm.builtin.kv_state_popn';

/**
 * Lets a prompt be read from the first token in which it differs from what the engine's cache holds.
 *
 * By itself the engine goes on only with the whole conversation that it answered last; for any other prompt it empties its cache
 * and reads from the beginning, so that rules which stand before every record are read for every record. Here the emptying is put
 * off until the tokens of the prompt are known; then the cache is cut back to the last token in common, and only what follows is
 * read. What the model has before it is, token by token, what it would have after a full reading.
 *
 * There is one sequence, so only what was read last can be shared: rules are read again whenever a prompt of the other phase came in
 * between. A fork of the sequence beside it, to hold the rules of both, would take its pages from the context, and its room among the
 * sequences from a cache that the engine makes for one.
 */
export class PrefixCache {
  readonly #pipeline: EnginePipeline;
  readonly #clear: () => void;
  /** What the cache holds; undefined while that is not certain. */
  #tokens: number[] | undefined;
  /** The engine takes its cache for empty, and the cache is not. */
  #clearPutOff = false;
  #broken = false;
  #keptTokens = 0;

  /** Takes the place of the pipeline's own methods; to be made once for each pipeline. */
  constructor(pipeline: EnginePipeline) {
    this.#pipeline = pipeline;
    this.#clear = pipeline.resetKVCache.bind(pipeline);
    const render = pipeline.getInputData.bind(pipeline);
    const forward = pipeline.embedAndForward.bind(pipeline);
    pipeline.resetKVCache = () => this.#putOffClear();
    pipeline.getInputData = async () => this.#withoutKept(await render());
    pipeline.embedAndForward = (parts, length) => this.#follow(parts, () => forward(parts, length));
  }

  /** Tokens of the last prompt that were not read, as the cache had them already. */
  get keptTokens(): number {
    return this.#keptTokens;
  }

  #putOffClear(): void {
    const isCertain = this.#tokens !== undefined && this.#tokens.length === this.#pipeline.filledKVCacheLength;
    if (!this.#broken && (isCertain || this.#clearPutOff)) this.#clearPutOff = true;
    else this.#clearNow();
  }

  #clearNow(): void {
    this.#clearPutOff = false;
    this.#tokens = undefined;
    this.#clear();
    this.#tokens = [];
  }

  /** What is left to read of a prompt that the engine has laid out from its beginning; all of one with which it goes on by itself. */
  #withoutKept(input: EngineInput): EngineInput {
    if (!this.#clearPutOff) {
      this.#keptTokens = this.#pipeline.filledKVCacheLength;
      return input;
    }
    const [parts, , sizeOf] = input;
    const tokens = tokensOf(parts) ?? [];
    // The last token is read in any case: its successor is what is asked for.
    const shared = Math.min(sharedLength(this.#tokens ?? [], tokens), tokens.length - 1);
    this.#keptTokens = shared > 0 && this.#cutTo(shared) ? shared : 0;
    if (this.#keptTokens > 0) return [[tokens.slice(shared)], tokens.length - shared, sizeOf];
    this.#clearNow();
    return input;
  }

  /** Whether the cache now holds just its first `length` tokens. What a runtime that cannot do so leaves behind has to be cleared. */
  #cutTo(length: number): boolean {
    const { tvm, kvCache } = this.#pipeline;
    const excess = (this.#tokens?.length ?? 0) - length;
    tvm.beginScope();
    try {
      if (excess > 0) tvm.getGlobalFunc(POP)(kvCache, tvm.scalar(0, 'int64'), tvm.scalar(excess, 'int32'));
    } catch {
      this.#broken = true;
      return false;
    } finally {
      tvm.endScope();
    }
    this.#tokens?.splice(length);
    this.#pipeline.filledKVCacheLength = length;
    this.#clearPutOff = false;
    return true;
  }

  async #follow(parts: readonly unknown[], forward: () => Promise<unknown>): Promise<unknown> {
    if (this.#clearPutOff) this.#clearNow();
    const held = this.#tokens;
    const read = tokensOf(parts);
    // Until the device has taken them all, and for good when it fails or never answers.
    this.#tokens = undefined;
    const logits = await forward();
    if (held && read) {
      held.push(...read);
      this.#tokens = held;
    }
    return logits;
  }
}

/** The tokens of the parts of a prompt; undefined when one is a picture. */
function tokensOf(parts: readonly unknown[]): number[] | undefined {
  return parts.every((part): part is number[] => Array.isArray(part)) ? parts.flat() : undefined;
}

function sharedLength(one: readonly number[], other: readonly number[]): number {
  const end = one.findIndex((token, place) => token !== other[place]);
  return end < 0 ? one.length : end;
}
