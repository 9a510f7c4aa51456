import { PreTrainedTokenizer } from '@huggingface/transformers';
import { describe, expect, it } from 'vitest';
import { Grammars } from '../../../../src/oracle/transformers/grammars.ts';

const json = async (name: string) => (await (await fetch(`/models/tain-practice/${name}`)).json()) as object;
const byteLevel = new PreTrainedTokenizer(await json('tokenizer.json'), await json('tokenizer_config.json'));

// As in the Llama 2 and Gemma families: spaces as ▁, odd bytes as tokens of their own, added tokens that are plain text.
const PIECES = ['<s>', '</s>', '▁the', '▁sea', '▁', 's', '"', '\t', '\n\n', ...Array.from({ length: 256 }, (_, byte) => `<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`)];
const added = (id: number, special: boolean) => ({ id, content: PIECES[id], special, single_word: false, lstrip: false, rstrip: false, normalized: false });
const sentencePiece = new PreTrainedTokenizer(
  {
    added_tokens: [added(0, true), added(1, true), added(8, false)],
    normalizer: null,
    pre_tokenizer: null,
    post_processor: null,
    decoder: { type: 'Sequence', decoders: [{ type: 'Replace', pattern: { String: '▁' }, content: ' ' }, { type: 'ByteFallback' }, { type: 'Fuse' }] },
    model: { type: 'BPE', vocab: Object.fromEntries(PIECES.map((piece, id) => [piece, id])), merges: [], byte_fallback: true, unk_token: '<s>' },
  },
  { tokenizer_class: 'PreTrainedTokenizer', eos_token: '</s>' },
);

/** The tokens that may come at each step of an answer, its tokens given. `spare` logits belong to no token. */
async function allowedAlong(tokenizer: PreTrainedTokenizer, grammar: string, tokens: readonly string[], spare = 0): Promise<string[][]> {
  const vocab = tokenizer.get_vocab();
  const texts = new Map([...vocab].map(([text, id]) => [id, text]));
  const size = Math.max(...vocab.values()) + 1 + spare;
  const constraint = await new Grammars({ tokenizer, endTokens: new Set([tokenizer.eos_token_id]), size }).constrain({ kind: 'grammar', grammar });
  const steps: string[][] = [];
  for (const token of [...tokens, undefined]) {
    await constraint.look();
    const row = Array.from(constraint.narrow(new Float32Array(size), 0, size));
    steps.push(row.flatMap((logit, id) => (logit === 0 ? [texts.get(id) ?? `#${id}`] : [])).sort());
    if (token !== undefined) constraint.accept(vocab.get(token) ?? -1);
  }
  expect(constraint.complete).toBe(true);
  constraint.dispose();
  return steps;
}

describe('grammars over a model’s tokens', () => {
  it('read SentencePiece’s spaces and bytes, and leave spare logits and control tokens out', async () => {
    const steps = await allowedAlong(sentencePiece, 'root ::= " the" ("é" | "\\n\\n") "s"', ['▁the', '<0xC3>', '<0xA9>', 's'], 30);
    expect(steps).toEqual([['<0x20>', '▁', '▁the'], ['\n\n', '<0x0A>', '<0xC3>'], ['<0xA9>'], ['<0x73>', 's'], ['</s>']]);
  });

  it('read bytes as letters, and write what is an added token elsewhere out of plain ones', async () => {
    const steps = await allowedAlong(byteLevel, 'root ::= " é[End]"', ['Ġ', 'Ã', '©', '[', 'E', 'n', 'd', ']']);
    expect(steps.at(0)).toEqual(['Ġ']);
    expect(steps.at(3)).toEqual(['[']);
    expect(steps.at(-1)).toEqual(['<|im_end|>']);
  });
});
