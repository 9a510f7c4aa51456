import type { Prompt } from '../../core/prompt.ts';

/** What the engine puts before an answer when it is told not to think; part of the text that it gives. */
export const EMPTY_THOUGHT = '<think>\n\n</think>\n\n';

/** How many tokens {@link EMPTY_THOUGHT} is in the vocabularies of the models that think. */
export const EMPTY_THOUGHT_TOKENS = 4;

/** A removal that the engine carries out once in each message, as a leftover of function calling. */
const REMOVED = '{function_string}';

/** A message as the engine takes it. */
export interface ChatMessage {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: string;
  /** Stands in the template in place of the role's own name. */
  readonly name?: string;
}

/** What of a model's kind decides about the messages. */
export interface MessageStyle {
  /** The model writes a chain of thought unless told not to. */
  readonly thinks: boolean;
  /** The engine fills the messages into templates, as with every model of today. */
  readonly fillsTemplates: boolean;
}

/**
 * The messages of a prompt as the engine has to be given them so that the model reads the prompt's own text.
 * A model that thinks has its former answers with the empty thought before them, as the engine itself remembers them.
 */
export function chatMessages({ system, earlier = [], user }: Prompt, { thinks, fillsTemplates }: MessageStyle): ChatMessage[] {
  const before = thinks ? EMPTY_THOUGHT : '';
  const content = fillsTemplates ? escapeContent : (text: string) => text;
  return [
    // This one is filled into a template in any case.
    { role: 'system', content: escapeDollars(system) },
    ...earlier.flatMap((turn): ChatMessage[] => [
      { role: 'user', content: content(turn.user) },
      { role: 'assistant', content: content(before + turn.answer) },
    ]),
    { role: 'user', content: content(user) },
  ];
}

/**
 * Keeps a text whole through the engine, which puts it into its template by `String.replace`: there `$$`, `$&` and `$'` have
 * meanings of their own. A formula or a regular expression in a record would reach the model mutilated.
 */
function escapeContent(text: string): string {
  return escapeDollars(text.includes(REMOVED) ? REMOVED + text : text);
}

function escapeDollars(text: string): string {
  return text.replaceAll('$', '$$$$');
}
