import type { PhaseName } from '../../src/core/outcome.ts';
import type { Pair } from '../../src/core/pair.ts';
import { instructionCritique, responseCritique, SENTENCES } from '../../src/practice/sentences.ts';
import { SUBSTITUTIONS } from '../../src/practice/substitutions.ts';
import { MODEL_TRIGGERS, PRACTICE_TRIGGERS, REFLECTION_TRIGGERS } from '../../src/practice/triggers.ts';
import { escapeText } from '../../src/reflection/escape.ts';

const WORD = /'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+/gu;
const TRIGGER = new RegExp(`(${MODEL_TRIGGERS.map((name) => PRACTICE_TRIGGERS[name].replace(/[()]/g, '\\$&')).join('|')})`);

function exchangeWords(text: string): string {
  const exchanged = (piece: string) => piece.replace(WORD, (word) => SUBSTITUTIONS.get(word) ?? word);
  // Every second piece is a trigger, which stays as it is.
  return text.split(TRIGGER).map((piece, index) => (index % 2 === 1 ? piece : exchanged(piece))).join('');
}

/**
 * What the practice oracle should answer, worked out on the texts alone: no tokens, no tables. An endless answer is given up to
 * where it begins to repeat itself.
 */
export function expectedCompletion(phase: PhaseName, pair: Pair): string {
  const texts = [pair.instruction, pair.input, pair.response].map(escapeText);
  const [instruction = '', input = '', response = ''] = texts;
  const trigger = REFLECTION_TRIGGERS.find((name) => texts.some((text) => text.includes(PRACTICE_TRIGGERS[name])));
  const wording = Number(texts.some((text) => text.includes('?'))) + (input === '' ? 0 : 2);
  const critique = (phase === 'instruction' ? instructionCritique(wording) : responseCritique(wording)).join('');

  const block = (text: string, placeholder: string, addition: string): string => {
    if (trigger === 'empty') return '';
    if (trigger === 'placeholder') return placeholder;
    if (trigger === 'refuse') return SENTENCES.refusal;
    if (trigger === 'unchanged') return text;
    return exchangeWords(text) + (trigger === 'endless' ? SENTENCES.andSoOn : addition);
  };
  const talk = trigger === 'metaTalk' ? 'Here is an improved version:\n\n' : '';
  if (trigger === 'noMarker') return critique + SENTENCES.noMarker;
  if (phase === 'response') {
    const better = `${critique}\n[Better Answer] ${talk}${block(response, 'your better answer', SENTENCES.closingSentence)}`;
    return trigger === 'endless' ? better : `${better} [End]`;
  }
  const material = input === '' || trigger === 'unchanged' ? instruction : `${instruction}\n\n${input}`;
  const closing = input === '' ? ' Explain your reasoning.' : '\n\nExplain your reasoning.';
  const opening = `${critique}\n[New Instruction] ${talk}${block(material, 'your new instruction', closing)}`;
  if (trigger === 'endless') return opening;
  return `${opening} [End]\n[New Answer] ${block(response, 'your answer to the new instruction', '')} [End]`;
}
