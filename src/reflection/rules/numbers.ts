import { type Rewrite, type Rule, wholeText } from './rule.ts';
import { numberWords } from './text-parts.ts';

/**
 * A number as it is written, with all values that it can have: `1.234` is read as 1.234 and as 1234, `50 %` as 50 and as 0.5.
 */
interface WrittenNumber {
  readonly written: string;
  readonly values: readonly number[];
}

// Digits behind a letter belong to a name: H2O, MP3, COVID-19.
const NUMBER = /(?<![\p{L}\d_][-–]?)(?<![.,]\d*)\d+(?:[.,'’\u00A0\u202F ]\d{3})*(?:[.,]\d+)?(?:\s*(?<scale>%|percent\b|thousand\b|million\b|billion\b|Millionen\b|millions?\b|millones\b))?/giu;
const LIST_NUMBER = /^[ \t>*_#-]*\(?\d{1,3}[.):][ \t*_]+(?=\S)/gm;
const SCALES: Readonly<Record<string, number>> = { '%': 0.01, percent: 0.01, thousand: 1e3, million: 1e6, millions: 1e6, billion: 1e9, millionen: 1e6, millones: 1e6 };
/** Up to here a number may be written as a word. */
const MOST_IN_WORDS = 12;

/**
 * Numbers are gone. The same value written otherwise is still there: 1,234 and 1234, 0.5 and 50 %, 5 million, 3 and “three” (also in German, French,
 * Spanish, Portuguese, Italian). Numbers of list items and digits inside names do not count.
 *
 * Phase 2, where the task stays: a number that both the instruction with its input and the old response had; or one of the old response, if the new one
 * has another that nobody gave it, since then it was probably exchanged. With `numbers` kept: any of the old response.
 * Phase 1, where the task changes: only with `numbers` kept, those of the instruction and its input, anywhere in the new pair.
 * Whether a number was right is nothing that a rule can know; nor does it work out that 90 minutes are 1.5 hours.
 */
export const numbersChanged: Rule = (rewrite) => (rewrite.phase === 'instruction' ? lostGivens(rewrite) : lostOrExchanged(rewrite));

function lostGivens({ before, after, recipe }: Rewrite): string | undefined {
  if (!recipe.keep.includes('numbers')) return undefined;
  const text = wholeText(after);
  return told(missing(numbersOf(`${before.instruction}\n${before.input}`), text), []);
}

function lostOrExchanged({ before, after, recipe }: Rewrite): string | undefined {
  const old = numbersOf(before.response);
  const gone = missing(old, after.response);
  if (gone.length === 0) return undefined;
  if (recipe.keep.includes('numbers')) return told(gone, []);
  const given = numbersOf(`${before.instruction}\n${before.input}`);
  const lost = gone.filter((number) => given.some((one) => isSame(one, number)));
  if (lost.length > 0) return told(lost, []);
  const added = numbersOf(after.response).filter((number) => ![...old, ...given].some((one) => isSame(one, number)) && !isInWords(number, before.response));
  return added.length > 0 ? told(gone, added) : undefined;
}

function told(gone: readonly WrittenNumber[], added: readonly WrittenNumber[]): string | undefined {
  const list = (numbers: readonly WrittenNumber[]) => [...new Set(numbers.map(({ written }) => written))].slice(0, 8).join(', ');
  if (gone.length === 0) return undefined;
  return added.length === 0 ? list(gone) : `${list(gone)} → ${list(added)}`;
}

/** Those that the text does not hold, in digits or in words. */
function missing(numbers: readonly WrittenNumber[], text: string): WrittenNumber[] {
  const present = numbersOf(text);
  return numbers.filter((number) => !present.some((one) => isSame(one, number)) && !isInWords(number, text));
}

function isInWords({ values }: WrittenNumber, text: string): boolean {
  const words = values.flatMap((value) => (value <= MOST_IN_WORDS ? numberWords(value) : []));
  return words.length > 0 && new RegExp(`(?<!\\p{L})(?:${words.join('|')})(?!\\p{L})`, 'iu').test(text);
}

function isSame(one: WrittenNumber, other: WrittenNumber): boolean {
  return one.values.some((value) => other.values.some((candidate) => Math.abs(value - candidate) <= 1e-9 * Math.max(1, Math.abs(value))));
}

function numbersOf(text: string): WrittenNumber[] {
  const prose = text.replace(LIST_NUMBER, '');
  return Array.from(prose.matchAll(NUMBER), (match) => {
    const scale = match.groups?.['scale'];
    const written = match[0].trim();
    const plain = readings(scale === undefined ? written : written.slice(0, -scale.length).trim());
    const factor = SCALES[scale?.toLowerCase() ?? ''];
    const values = factor === undefined ? plain : factor < 1 ? [...plain, ...plain.map((value) => value * factor)] : plain.map((value) => value * factor);
    return { written, values };
  });
}

/** The values of digits with separators: a single one before three digits may divide thousands or decimals. */
function readings(digits: string): number[] {
  const bare = digits.replace(/['’\u00A0\u202F ]/g, '');
  const separators = bare.match(/[.,]/g) ?? [];
  const last = separators.at(-1) ?? '';
  const asDecimals = Number(bare.replace(/[.,](?=.*[.,])/g, '').replace(',', '.'));
  const asThousands = Number(bare.replace(/[.,]/g, ''));
  if (separators.length === 0) return [asThousands];
  if (separators.length > 1 && separators.every((separator) => separator === last)) return [asThousands];
  return separators.length === 1 && /[.,]\d{3}$/.test(bare) ? [asDecimals, asThousands] : [asDecimals];
}
