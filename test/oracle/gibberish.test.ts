import { describe, expect, it } from 'vitest';
import { gibberishIn } from '../../src/oracle/gibberish.ts';

const RELATED = ['marta', 'lighthouse', 'keeper', 'lamp', 'light', 'ships', 'island', 'text', 'user'];

// As instruct models from 135 million parameters up answer what a text about a lighthouse keeper is about, cut off after some twenty tokens.
const HEALTHY = [
  'The text is about Marta, a lighthouse keeper who has been tending the lamp for forty years.',
  'This text is about an old woman named Marta who has kept the lighthouse on the island for',
  'Lighthouse.',
  'A lighthouse keeper',
  'The lighthouse is a lighthouse that has been kept by Old Marta for forty years. The lighthouse is a',
  '**Answer:** The passage describes the dedicated work of *Old Marta*, keeper of a remote lighthouse',
  '“Old Marta has kept the lighthouse on the island for forty years.”',
  "Sure! Here's a one-sentence answer:\n\n---\n\nThe text describes Marta's 40 years as",
  '<think>\nOkay, the user wants me to say what this text is about in one sentence. Let me',
  '- Marta\n- lighthouse\n- lamp\n- ships',
  'The text is about a lighthouse keeper named Marta, 灯塔守护者, who cleans the lamp each',
  'A keeper tends her light 🗼✨ so ships get home safely 🚢\uFFFD',
  'Text: Old Marta, lighthouse keeper (40 yrs.), climbs, cleans & lights the lamp — nightly.',
  'Marta keeps the light. Marta keeps the light.',
];

// What is seen of overflown halves, wrong scales, padded rows read as text, kernels that skip rows, weights of another model.
const BROKEN: Record<string, readonly string[]> = {
  'it is empty': ['', ' \n\n\t', '\uFFFD\uFFFD'],
  'it has bytes that are no text': ['The light\uFFFDhouse \uFFFD\uFFFD keeper of', 'keeper \u0001\u0002 lamp', '\uE000\uE001 lighthouse'],
  'it repeats itself': [
    '!!!!!!!!!!!!!!!!!!!!',
    'GGGGGGGGGGGGGGGGGGGG',
    ' the the the the the the the the the the the the',
    'lighthouse lighthouse lighthouse lighthouse light',
    'of of the of the of of the the of of the of light',
    'light________________________________',
    '的的的的的的的的的的的的',
    '<unk><unk><unk><unk><unk><unk>',
  ],
  'it has few letters': [') ( ] , 7 #% -- ;; 0 light = }} ((', '0000 1111 2222 3333 4 light', '\\\\) ::= {{ <| >> keeper [[ ]] ;; !!'],
  'it mixes scripts': ['ureau 的情况 نار trabaj Ее 한국 lamp ibujo ส่วน light', 'Światło คือ ของ lamp и это λόγος ist 鉴于', 'ligne の 상황 wobei нас 这是'],
  'it has nothing to do with the question': [
    'ibujo ureau Corps esteemedAxis trab xAA onDelete ngrx culo',
    'I am sorry to hear that. Please contact the customer service during opening hours',
    'public static void main String args return null import java util List',
    'Die Katze sitzt auf der Mauer und schaut in den Garten hinaus',
  ],
};

describe('the look for gibberish', () => {
  it.each(HEALTHY)('lets pass: %s', (answer) => {
    expect(gibberishIn(answer, RELATED)).toBeUndefined();
  });

  it.each(Object.entries(BROKEN).flatMap(([fault, answers]) => answers.map((answer) => [fault, answer] as const)))('says that %s: %s', (fault, answer) => {
    expect(gibberishIn(answer, RELATED)).toBe(fault);
  });

  it('does not mind the subject of an answer by rote', () => {
    expect(gibberishIn('This is the practice oracle. It answers only the two reflection prompts of this page.', [])).toBeUndefined();
  });
});
