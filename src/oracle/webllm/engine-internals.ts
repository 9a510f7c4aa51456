import type { EnginePipeline } from './engine-parts.ts';
import { PrefixCache } from './prefix-cache.ts';

/**
 * What the engine keeps to itself: how its template closes a turn, and the cache of what it has read. Only for the one version
 * that is known, and only while every part is where it is expected; where anything differs there is none of this, and the
 * engine reads each prompt in full.
 */
export class EngineInternals {
  readonly #pipeline: EnginePipeline;
  readonly #cache: PrefixCache;

  /** From here on the pipeline keeps what one prompt shares with the next. */
  constructor(pipeline: EnginePipeline) {
    this.#pipeline = pipeline;
    this.#cache = new PrefixCache(pipeline);
  }

  /** Whether messages are filled into templates, which gives dollar signs in them a meaning. */
  get fillsTemplates(): boolean {
    return this.#pipeline.conversation.config.role_templates?.user !== undefined;
  }

  /** Tokens that the engine puts before a prompt that it reads from its beginning, without counting them. */
  get prefixTokens(): number {
    return this.#pipeline.conversation.config.system_prefix_token_ids?.length ?? 0;
  }

  /** Tokens of the last prompt that needed no reading. */
  get keptTokens(): number {
    return this.#cache.keptTokens;
  }

  /**
   * The name under which the user has to speak next, to go on with a conversation of `turnCount` turns. The engine does not read
   * the mark that closes its own last answer; put in front of the user's role, the model sees it where it belongs.
   */
  nameAfter(turnCount: number): string {
    const { roles, seps } = this.#pipeline.conversation.config;
    return (seps[(turnCount * 2 - 1) % seps.length] ?? '') + roles.user;
  }
}
