import { newTexts, type Rule } from './rule.ts';
import { sentencesOf } from './text-parts.ts';

const BETTER = 'improved|revised|rewritten|re-?worked|updated|better|enhanced|refined|polished|expanded|reformulated|more (?:detailed|complete|comprehensive|precise)';
const ITSELF = 'instruction|answer|response|prompt|reply';

/** The text names itself, as the method does: nobody who asked would be told so. */
const NAMES_ITSELF: readonly RegExp[] = [
  new RegExp(`\\b(?:here(?:'s|’s| is| are)|below (?:is|are)|this is|i(?:'ve|’ve| have) (?:written|created|prepared)) (?:an?|the|my|your) (?:\\w+,? ){0,2}(?:new|${BETTER}) (?:\\w+ ){0,2}(?:${ITSELF})\\b`, 'i'),
  new RegExp(`\\b(?:in|with) (?:this|the|my) (?:new|${BETTER}) (?:\\w+ )?(?:${ITSELF})\\b`, 'i'),
  new RegExp(`^\\W*(?:this|the|my) (?:new|${BETTER}) (?:\\w+ )?(?:${ITSELF}) (?:is|now|also|will|aims|provides|includes|addresses|offers|adds|gives|explains|requires|asks|covers|should)\\b`, 'i'),
  new RegExp(`\\b(?:i|we)(?:'ve|’ve| have)? (?:rewritten|rewrote|revised|improved|re-?worked|rephrased|refined|expanded) (?:upon )?(?:the|this|your) (?:\\w+ )?(?:${ITSELF})\\b`, 'i'),
  new RegExp(`\\b(?:compared (?:to|with)|unlike|improves (?:up)?on) the (?:original|previous|old|earlier|given) (?:${ITSELF})\\b`, 'i'),
];

/** The text calls itself a new version of something. That may be what was asked for. */
const CALLS_ITSELF_NEW: readonly RegExp[] = [
  new RegExp(`^\\W*(?:(?:sure|certainly|of course|absolutely|okay|ok)\\b\\W*)?(?:here(?:'s|’s| is| are)|below (?:is|are)|the following is|this is) (?:an?|the|my|your) (?:\\w+,? ){0,3}?(?:${BETTER}|new) (?:\\w+ ){0,2}(?:version|rewrite|draft|task|question|pair|text)\\b`, 'i'),
  /^\W*(?:i|we)(?:'ve|’ve| have) (?:rewritten|revised|improved|updated|reworked|rephrased|refined|expanded)\b/i,
  /^\W*as (?:you )?requested\b\W/i,
  /^\W*(?:hier (?:ist|folgt)|dies ist|nachfolgend) (?:eine?|die|meine) (?:verbesserte|überarbeitete|neue|bessere|erweiterte|aktualisierte|ausführlichere)[nrs]? (?:\p{L}+ )?(?:version|fassung|antwort|anweisung|aufgabe|anleitung)/iu,
  /^\W*voici (?:une|la|ma|votre) (?:(?:nouvelle|meilleure) (?:version|réponse|instruction|consigne)|(?:version|réponse|instruction|consigne) (?:plus |)(?:améliorée|révisée|corrigée|réécrite|détaillée|mise à jour))/iu,
  /^\W*(?:aquí (?:está|tienes|tiene)|a continuación(?: se presenta)?|esta es) (?:una|la) (?:(?:nueva|mejor) (?:versión|respuesta|instrucción)|(?:versión|respuesta|instrucción) (?:mejorada|revisada|corregida|reescrita|actualizada|más detallada))/iu,
  /^\W*(?:ecco|questa è) (?:una|la) (?:(?:nuova|migliore) (?:versione|risposta|istruzione)|(?:versione|risposta|istruzione) (?:migliorata|rivista|corretta|riscritta|aggiornata))/iu,
  /^\W*(?:aqui está|segue|esta é) (?:uma|a) (?:(?:nova|melhor) (?:versão|resposta|instrução)|(?:versão|resposta|instrução) (?:melhorada|aprimorada|revisada|corrigida|reescrita|atualizada))/iu,
  /^\W*вот (?:улучш|обновл|переработ|исправл|дополн)\p{L}+ (?:верси|вариант|ответ|инструкц|задани)/iu,
  /^\W*(?:以下|这|下面)是.{0,8}(?:改进|修改|优化|改写|更新|修订|完善)(?:后|过|版)?.{0,6}(?:版本|回答|答案|指令|问题)/u,
  /^\W*(?:以下は|こちらは|これは|こちらが).{0,8}(?:改善|改良|修正|書き直|更新).{0,8}(?:版|バージョン|回答|指示)/u,
  /^\W*(?:إليك|فيما يلي|هذه|هذا) .{0,24}(?:محسنة|محسّنة|منقحة|معدلة|محسن|منقح|معدل)/u,
];

const ASKS_FOR_A_VERSION =
  /\b(?:rewrit|rewrot|re-?word|revis|improv|edit|rephras|paraphras|correct|updat|enhanc|polish|modif|convert|proofread|refin|alternative|version|überarbeit|umschreib|verbesser|umformulier|korrigier|réécri|reformul|amélior|corrige|reescrib|mejor|riscriv|miglior|reescrev|melhor)|перепиш|исправ|улучш|改写|修改|改进|书き直|書き直|直して|添削/iu;
const TALKS_OF_ANSWERS = /\b(?:answer|response|reply|instruction|prompt)/i;

/**
 * The text speaks of itself as a rewrite, in its first or last sentence: “Here is an improved version”, “I have rewritten”, “In this
 * revised instruction”, “As requested, …”; openings also in German, French, Spanish, Italian, Portuguese, Russian, Chinese, Japanese and
 * Arabic. “Improved version” is no such talk where the instruction asks for one, nor “the original answer” where the record is about answers.
 * Misses talk in the middle of a text, other wordings and other languages.
 */
export const metaTalk: Rule = (rewrite) => {
  const { before, after } = rewrite;
  const asked = withoutTalk(`${before.instruction}\n${before.input}\n${after.instruction}`);
  for (const text of newTexts(rewrite)) {
    const ownTalk = text.after === after.instruction ? withoutTalk(`${before.instruction}\n${before.input}`) : asked;
    const patterns = [...(TALKS_OF_ANSWERS.test(ownTalk) ? [] : NAMES_ITSELF), ...(ASKS_FOR_A_VERSION.test(ownTalk) ? [] : CALLS_ITSELF_NEW)];
    const talk = (sentence: string) => patterns.some((pattern) => pattern.test(sentence));
    const found = firstAndLast(text.after).find(talk);
    if (found !== undefined && !firstAndLast(text.before).some(talk)) return found;
  }
  return undefined;
};

/** An instruction that phase 1 began with such talk asks for no new version. */
function withoutTalk(instructions: string): string {
  return instructions.split('\n').filter((line) => !CALLS_ITSELF_NEW.some((pattern) => pattern.test(line))).join('\n');
}

/** Up to so many words may be a polite opening. */
const POLITE_WORDS = 3;

/** A polite word in front (“Certainly!”) belongs to the first sentence. */
function firstAndLast(text: string): string[] {
  const [first = '', second = '', ...rest] = sentencesOf(text);
  const opening = first.split(' ').length > POLITE_WORDS ? first : `${first} ${second}`;
  return [opening, rest.at(-1) ?? second];
}
