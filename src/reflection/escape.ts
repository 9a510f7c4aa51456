import { ANSWER_MARKERS, PROMPT_MARKERS } from './markers.ts';

const NAMES = [...Object.values(PROMPT_MARKERS), ...Object.values(ANSWER_MARKERS)].map((marker) => marker.slice(1, -1));

// Control tokens of the chat templates in use: as part of a record they would end or forge a turn.
const CONTROL = ['\\|[^|<>\\s]{1,40}\\|>', '/?s>', '(?:start|end)_of_turn>', '[be]os>'].join('|');

const BRACKETED = new RegExp(`\\[(\\\\*)(?=(?:${NAMES.join('|')})\\])`, 'gi');
const ANGLED = new RegExp(`<(\\\\*)(?=(?:${CONTROL}))`, 'gi');

/**
 * Makes a record's own text harmless inside a prompt: a marker or a chat control token in it gets a
 * backslash after its first character, `[End]` → `[\End]`. Undone exactly by {@link unescapeText}.
 */
export function escapeText(text: string): string {
  return text.replace(BRACKETED, '[\\$1').replace(ANGLED, '<\\$1');
}

/** Makes the control tokens in a text harmless and leaves its markers as they are: for what an oracle wrote itself, markers and all. */
export function escapeControlTokens(text: string): string {
  return text.replace(ANGLED, '<\\$1');
}

/** Takes back one level of {@link escapeText} from a text that an oracle wrote. */
export function unescapeText(text: string): string {
  const drop = (match: string, slashes: string) => (slashes === '' ? match : match.slice(0, -1));
  return text.replace(BRACKETED, drop).replace(ANGLED, drop);
}
