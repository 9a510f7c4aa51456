import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { IDENTIFIABLE_LANGUAGES, languageName, languageOf } from '../../src/core/language.ts';

const TEXTS: Record<string, string> = {
  eng: 'Explain in three short sentences why the sky looks blue during the day and red in the evening, and give an example.',
  deu: 'Eine ausgewogene Ernährung enthält viel Gemüse, Obst und Vollkornprodukte, aber nur wenig Zucker und Fett.',
  fra: 'Pour rester en bonne santé, il faut manger équilibré, bouger régulièrement et dormir suffisamment chaque nuit.',
  spa: 'La fotosíntesis es el proceso mediante el cual las plantas convierten la luz en energía química.',
  ita: 'Spiega perché è importante bere molta acqua durante la giornata, soprattutto nei mesi più caldi dell’estate.',
  por: 'Explique por que é importante beber muita água durante o dia, principalmente nos meses mais quentes do verão.',
  nld: 'Leg uit waarom het belangrijk is om overdag veel water te drinken, vooral in de zomer als het warm is.',
  swe: 'Förklara varför det är viktigt att dricka mycket vatten under dagen, särskilt på sommaren när det är mycket varmt.',
  pol: 'Wyjaśnij, dlaczego ważne jest picie dużej ilości wody w ciągu dnia, zwłaszcza latem, i podaj dwa przykłady z życia.',
  tur: 'Gün boyunca, özellikle yazın, neden çok su içmenin önemli olduğunu kısaca açıkla ve iki örnek ver; cevabın açık ve anlaşılır olsun.',
  rus: 'Потому что так рассеивается свет в атмосфере Земли, и синий цвет виден лучше других, особенно днём при ясной погоде.',
  ukr: 'Тому що так розсіюється світло в атмосфері Землі, і синій колір видно краще за інші, особливо вдень за ясної погоди.',
  cmn: '用一句话介绍长城。',
  jpn: '社長が来ました。',
  kor: '김치를 만드는 방법을 알려 줘.',
  arb: 'الطقس يتغير كل يوم وكل ساعة، أما المناخ فهو طويل الأمد ويوصف بمعدلات ثلاثين سنة على الأقل، وهذا هو الفرق الأهم بينهما.',
  pes: 'توضیح دهید که چرا آسمان در روز آبی است و چرا هنگام غروب خورشید به رنگ قرمز دیده می‌شود و این پدیده چه نام دارد.',
  heb: 'הספרייה נסגרת בשעה שש.',
  ell: 'Η θάλασσα είναι μπλε.',
  tha: 'อธิบายว่าทำไมต้องล้างมือก่อนกินข้าว',
};

const NOTHING_SURE: Record<string, string> = {
  'no letters': '2, 3, 5, 7 – 11',
  'a short text in a script that many share': 'Maji ni uhai.',
  'code': '```python\ndef unique(xs):\n    return list(dict.fromkeys(xs))\n# keeps the order of the first occurrences in the list\n```',
  'two scripts side by side': 'Translate into English: 用一句话介绍长城，并说明它的历史和意义。',
  'an address': 'https://www.nytimes.com/2020/06/24/us/george-floyd-protests-police-contracts.html',
};

describe('the language of a text', () => {
  it.each(Object.entries(TEXTS))('is told: %s', (language, text) => {
    expect(languageOf(text)).toMatchObject({ language });
    expect(IDENTIFIABLE_LANGUAGES).toContain(language);
    expect(languageName(language)).toMatch(/^[A-Z][a-z]+$/);
  });

  it.each(Object.entries(NOTHING_SURE))('is left open for %s', (_, text) => {
    expect(languageOf(text)).toBeUndefined();
  });

  it('is no matter of the code inside it', () => {
    expect(languageOf(`${TEXTS['deu']}\n\n\`\`\`js\nfor (const word of words) console.log(word);\n\`\`\``)).toMatchObject({ language: 'deu' });
  });

  it('is told of any text without failing, with a confidence from 0 to 1', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        const { confidence = 1 } = languageOf(text) ?? {};
        expect(confidence).toBeGreaterThan(0);
        expect(confidence).toBeLessThanOrEqual(1);
      }),
    );
  });
});
