import { ANSWER_MARKERS, PROMPT_MARKERS, REVIEW_MARKERS } from './markers.ts';

const MARKERS = [...Object.values(PROMPT_MARKERS), ...Object.values(REVIEW_MARKERS), ...Object.values(ANSWER_MARKERS)];

// A model, and the reader of its answer, takes `[ End: ]` for the marker too.
const NAMES = MARKERS.map((marker) => marker.slice(1, -1).replaceAll(' ', '\\s+')).join('|');

// Control tokens of the chat templates in use: as part of a record they would end or forge a turn.
const ANGLED_CONTROL = ['[|｜][^|｜<>\\s]{1,40}[|｜]>', '/?s>', '(?:start|end)_of_turn>', '[be]os>'].join('|');
const SQUARE_CONTROL = '/?(?:INST|SYSTEM_PROMPT|AVAILABLE_TOOLS|TOOL_CALLS|TOOL_RESULTS)\\]';

const MARKER = new RegExp(`\\[\\\\*(?=\\s*(?:${NAMES})\\s*(?::\\s*)?\\])`, 'gi');
const CONTROL = new RegExp(`<\\\\*(?=${ANGLED_CONTROL})|\\[\\\\*(?=${SQUARE_CONTROL})`, 'gi');

/**
 * Makes a record's own text harmless inside a prompt: a marker or a chat control token in it gets a
 * backslash after its first character, `[End]` → `[\End]`. Undone exactly by {@link unescapeText}.
 *
 * This keeps a record from ending its block, from speaking as the task, and from ending its turn. It does not keep a
 * record from saying “ignore the above”: that the prompt answers itself, before the record and behind it.
 */
export function escapeText(text: string): string {
  return escapeControlTokens(text.replace(MARKER, putSlash));
}

/** Makes the control tokens in a text harmless and leaves its markers as they are: for what an oracle wrote itself, markers and all. */
export function escapeControlTokens(text: string): string {
  return text.replace(CONTROL, putSlash);
}

/** Takes back one level of {@link escapeText} from a text that an oracle wrote. */
export function unescapeText(text: string): string {
  return text.replace(MARKER, dropSlash).replace(CONTROL, dropSlash);
}

function putSlash(opening: string): string {
  return `${opening.slice(0, 1)}\\${opening.slice(1)}`;
}

function dropSlash(opening: string): string {
  return opening.replace('\\', '');
}
