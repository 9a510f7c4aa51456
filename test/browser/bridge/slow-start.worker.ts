import type { Call } from '../../../src/bridge/calls.ts';
import { serve } from '../../../src/bridge/serve.ts';
import type { Port } from '../../../src/bridge/wire.ts';

/** What the worker under test does. */
export type SlowStartCalls = {
  echo: Call<string, never, string>;
  hang: Call<null, never, never>;
  /** Throws outside any call. */
  die: Call<string, never, never>;
  /** Ends its own thread, of which nobody is told. */
  vanish: Call<null, never, never>;
};

// From here on the worker runs and gets messages, though nobody listens yet.
await new Promise((resolve) => setTimeout(resolve, 50));

const forever = () => new Promise<never>(() => undefined);

serve<SlowStartCalls>(globalThis as unknown as Port, {
  echo: (text) => Promise.resolve(text),
  hang: forever,
  die: (detail) => {
    setTimeout(() => {
      throw new Error(detail);
    });
    return forever();
  },
  vanish: () => {
    globalThis.close();
    return forever();
  },
});
