import { withoutFences } from './text-parts.ts';
import { newTexts, type Rule } from './rule.ts';

const FILLER = [
  /\b(?:your|the|my) (?:\w+ )?(?:answer|response|instruction|text|code|content|name|solution|essay|story|summary|explanation|data|input|output) (?:goes )?here\b/i,
  /\b(?:insert|enter|add|put|type|write|paste) (?:your|the|an?|some) (?:\w+ ){1,3}here\b/i,
  /[<{[(]\s*(?:insert|enter|fill in|to be (?:filled|completed|added|determined))\b[^<>{}[\]()\n]{0,60}[>}\])]/i,
  /\blorem ipsum\b/i,
  // In capitals: in small letters it is a list of things to do, or Spanish.
  /\bTODO\b|\bTBD\b|\bFIXME\b/,
  /^[^\w\n]*\[\s*(?:\.{3}|…)\s*\][^\w\n]*$/m,
];

/** A blank for a name, a date or the like: “[Your Name]”, “[Company]”, “<name>”. */
const BLANK =
  /(?<![\w\]])\[(?:(?:your|my|the|their|his|her|recipient|sender|company|customer|client|employee|employer|hiring manager|product|event|school|city|first|last|full|phone|contact|start|end)(?:['’]s)?[ _-])?(?:full |first |last |job |company |phone |email )?(?:names?|date|time|company|address|email|e-mail|phone|number|title|position|location|city|signature|amount|topic|organi[sz]ation|url|link|website)\]/i;

const ASKS_FOR_BLANKS = /\b(?:template|placeholder|fill[- ]in|fill in the|blanks?|form letter|mad ?libs?|boilerplate|variables?|to-?do|tbd|fixme|lorem)\b/i;

/**
 * A new text leaves something to be filled in: “your answer here”, “<insert …>”, “TODO”, “lorem ipsum”, “[Your Name]”. Not where the old text had
 * the same kind of blank, nor where the instruction is about templates, blanks or to-do lists. Misses underscores and other signs, and blanks
 * in languages other than English.
 */
export const placeholder: Rule = (rewrite) => {
  const { before, after } = rewrite;
  if (ASKS_FOR_BLANKS.test(`${before.instruction}\n${before.input}\n${after.instruction}`)) return undefined;
  for (const text of newTexts(rewrite)) {
    const patterns = FILLER.filter((pattern) => !pattern.test(text.before));
    const found = firstMatch(patterns, text.after) ?? (BLANK.test(text.before) ? undefined : firstMatch([BLANK], withoutFences(text.after)));
    if (found !== undefined) return found;
  }
  return undefined;
};

function firstMatch(patterns: readonly RegExp[], text: string): string | undefined {
  for (const pattern of patterns) {
    const match = pattern.exec(text);
    if (match) return match[0].trim();
  }
  return undefined;
}
