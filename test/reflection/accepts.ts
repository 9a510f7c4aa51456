import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type * as Library from '@mlc-ai/web-xgrammar';

/** The grammar library of both engines, as it is published. */
const XGRAMMAR = published();

function published(): typeof Library {
  const require = createRequire(import.meta.url);
  const folder = mkdtempSync(join(tmpdir(), 'xgrammar-'));
  // It is CommonJS in a package that says it is none.
  const file = join(folder, 'index.cjs');
  copyFileSync(require.resolve('@mlc-ai/web-xgrammar'), file);
  try {
    // Its types are those of the package.
    return require(file) as typeof Library;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

// A vocabulary of all bytes; the first ends an answer.
const BYTES = Array.from({ length: 256 }, (_, byte) => (byte === 0 ? '</s>' : `<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`));

/** Which of these answers a schema lets an oracle write to the end, in the engine's way to use it. Throws when the library cannot read the schema. */
export async function acceptedBy(schema: string, answers: readonly string[], engine: 'transformers' | 'webllm'): Promise<boolean[]> {
  const { Grammar, GrammarCompiler, GrammarMatcher, TokenizerInfo } = XGRAMMAR;
  const grammar = engine === 'transformers' ? await Grammar.fromJSONSchema(schema, false, -1) : await Grammar.fromJSONSchema(schema);
  const compiler = await GrammarCompiler.createGrammarCompiler(await TokenizerInfo.createTokenizerInfo(BYTES, 'byte_fallback', false, BYTES.length, [0]));
  const compiled = await compiler.compileGrammar(grammar);
  const accepted: boolean[] = [];
  for (const answer of answers) {
    const matcher = await GrammarMatcher.createGrammarMatcher(compiled);
    accepted.push([...new TextEncoder().encode(answer), 0].every((byte) => matcher.acceptToken(byte)));
    matcher.dispose();
  }
  for (const owned of [compiled, compiler, grammar]) owned.dispose();
  return accepted;
}
