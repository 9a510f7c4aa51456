import { serve } from '../../bridge/serve.ts';
import type { Port } from '../../bridge/wire.ts';
import type { TokenCalls } from '../token-calls.ts';
import type { TokenCounter } from '../token-counter.ts';

/** The worker's end of a token counter: serves `counter` to the page at the other end of `port`. */
export function serveTokenCounter(port: Port, counter: TokenCounter): void {
  serve<TokenCalls>(port, {
    load: async (spec, { signal }) => {
      await counter.load(spec, signal);
      return undefined;
    },
    countPrompts: (prompts, { signal }) => counter.countPrompts(prompts, signal),
    countTexts: (texts, { signal }) => counter.countTexts(texts, signal),
  });
}
