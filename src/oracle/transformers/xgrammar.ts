import type * as Library from '@mlc-ai/web-xgrammar';

/** The grammar library, ready, and what it last complained of. */
export interface XGrammar {
  readonly library: typeof Library;
  /** In the library's words, why its last call failed; undefined when it has not said. Its errors themselves say nothing. */
  readonly complaint: () => string | undefined;
}

/** Loads the grammar library. Some 1.1 MB with its WebAssembly inside. */
export async function startXGrammar(): Promise<XGrammar> {
  const library = await import('@mlc-ai/web-xgrammar');
  let complaint: string | undefined;
  const say = console.error.bind(console);
  // As it starts, the library takes hold of the console, and says there, and nowhere else, what it objects to.
  console.error = (...words: unknown[]) => {
    const [, objection] = /^\[FATAL\] \S+:\d+: (?:Check failed: .*? is false: )?(.*)$/s.exec(String(words[0])) ?? [];
    if (objection !== undefined) complaint = objection;
    else if (words[0] !== 'Aborted()') say(...words);
  };
  try {
    (await library.TokenizerInfo.createTokenizerInfo([])).dispose();
  } finally {
    console.error = say;
  }
  return { library, complaint: () => complaint };
}
