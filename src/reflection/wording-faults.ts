import type { PromptWording, Recipe } from '../core/recipe.ts';
import { escapeControlTokens } from './escape.ts';
import { PROMPT_MARKERS } from './markers.ts';
import type { RecipeFault } from './recipe-fault.ts';
import { slotsIn, slotsOf, type WordingPlace } from './slots.ts';

const RECORD_LINES: readonly string[] = Object.values(PROMPT_MARKERS)
  .filter((marker) => marker !== PROMPT_MARKERS.task)
  .map((marker) => marker.toLowerCase());

/** What is wrong with the wordings that a recipe uses. */
export function wordingFaults({ wordings, phases, continues }: Recipe): RecipeFault[] {
  const places: WordingPlace[] = continues && phases.length === 2 ? [...phases, 'continued'] : [...phases];
  return places.flatMap((place) => [...slotFaults(place, wordings[place]), ...textFaults(place, wordings[place])]);
}

function slotFaults(place: WordingPlace, wording: Partial<PromptWording>): RecipeFault[] {
  const uses = slotsOf(place);
  const faults: RecipeFault[] = [];
  const user = slotsIn(wording.user ?? '');
  for (const { slot, required } of uses) if (required && !user.includes(slot)) faults.push({ code: 'slot-missing', where: `wordings.${place}.user`, detail: slot });
  if (user.filter((name) => name === 'record').length > 1) faults.push({ code: 'record-twice', where: `wordings.${place}.user`, detail: 'record' });
  for (const [message, text = ''] of Object.entries(wording)) {
    const known = uses.map(({ slot }) => String(slot)).filter((slot) => message === 'user' || slot !== 'record');
    for (const name of new Set(slotsIn(text))) if (!known.includes(name)) faults.push({ code: 'slot-unknown', where: `wordings.${place}.${message}`, detail: name });
  }
  return faults;
}

/** A marker within a sentence names the bounds of a record; alone on its line it would be one. */
function textFaults(place: WordingPlace, wording: Partial<PromptWording>): RecipeFault[] {
  return Object.entries(wording).flatMap(([message, text]) => {
    const where = `wordings.${place}.${message}`;
    const line = text.split(/\r\n?|\n/).find((one) => RECORD_LINES.includes(one.trim().toLowerCase()));
    const faults: RecipeFault[] = line === undefined ? [] : [{ code: 'marker-in-wording', where, detail: line.trim() }];
    if (escapeControlTokens(text) !== text) faults.push({ code: 'control-token', where, detail: '' });
    return faults;
  });
}
