import type { Prompt } from '../../core/prompt.ts';
import { EMPTY_THOUGHT } from './chat-messages.ts';

/** How a model's `mlc-chat-config.json` says that a conversation is written down, as far as plain texts need it. */
export interface ConversationTemplate {
  readonly systemTemplate: string;
  readonly rendersEmptySystem: boolean;
  /** Tokens before all else, which no text gives. */
  readonly prefixTokens: readonly number[];
  readonly roles: Readonly<Record<Speaker, string>>;
  /** Undefined where messages stand as they are. */
  readonly roleTemplates: Readonly<Partial<Record<Speaker, string>>> | undefined;
  /** What ends a message, by its place in turn. At least one. */
  readonly ends: readonly string[];
  readonly afterRole: string;
  readonly afterEmptyRole: string;
  /** The first message after a system text bears no role. */
  readonly rolelessAfterSystem: boolean;
}

type Speaker = 'user' | 'assistant';
type Fields = Readonly<Record<string, unknown>>;

/** Where a role's template takes the message. */
const PLACES: Readonly<Record<Speaker, string>> = { user: '{user_message}', assistant: '{assistant_message}' };
const SYSTEM_PLACE = '{system_message}';

/** Left over from function calling: it goes from templates, once in each. */
const FUNCTION_PLACE = '{function_string}';

const DEFAULT_SEPARATOR = ': ';

/**
 * The texts that the engine makes of a prompt, each of which it tokenises by itself: the system text, each message, and what begins the answer. They are what
 * the model reads, dollar signs and all; see `chatMessages`. Source: `Conversation.getPromptArray` of the published code of @mlc-ai/web-llm 0.2.86, which
 * exports no part of it; a test holds this against it.
 */
export function conversationTexts({ system, earlier = [], user }: Prompt, template: ConversationTemplate, thinks: boolean): string[] {
  const thought = thinks ? EMPTY_THOUGHT : '';
  const systemText = system === '' && !template.rendersEmptySystem ? '' : replaceFirst(template.systemTemplate, SYSTEM_PLACE, system);
  const messages: (readonly [Speaker, string])[] = [...earlier.flatMap((turn) => [['user', turn.user], ['assistant', thought + turn.answer]] as const), ['user', user]];
  const texts = messages.map(([speaker, text], index) => {
    const role = template.rolelessAfterSystem && systemText !== '' && index === 0 ? '' : template.roles[speaker] + template.afterRole;
    return role + filled(template, speaker, text) + (template.ends[index % template.ends.length] ?? '');
  });
  const reply = template.roles.assistant + (thinks ? template.afterRole + EMPTY_THOUGHT : template.afterEmptyRole);
  return [...(systemText === '' ? [] : [systemText]), ...texts, reply];
}

function filled({ roleTemplates }: ConversationTemplate, speaker: Speaker, text: string): string {
  const template = roleTemplates?.[speaker];
  return template === undefined ? text : replaceFirst(replaceFirst(template, FUNCTION_PLACE, ''), PLACES[speaker], text);
}

/** Without the meanings that `$` has in `String.replace`. */
function replaceFirst(text: string, place: string, by: string): string {
  return text.replace(place, () => by);
}

/** The one place where a model's conversation template becomes trusted. Throws a TypeError that names what cannot be read. */
export function readConversationTemplate(config: unknown): ConversationTemplate {
  const outer = asFields(config);
  // The engine lets the second stand in for parts of the first.
  const fields = { ...asFields(outer['conv_template']), ...asFields(outer['conv_config']) };
  const roles = asFields(fields['roles']);
  const templates = fields['role_templates'];
  const prefix = fields['system_prefix_token_ids'];
  return {
    systemTemplate: textOf(fields, 'system_template'),
    rendersEmptySystem: fields['render_empty_system_message'] !== false,
    prefixTokens: Array.isArray(prefix) ? prefix.filter((token) => typeof token === 'number') : [],
    roles: { user: textOf(roles, 'user'), assistant: textOf(roles, 'assistant') },
    roleTemplates: typeof templates === 'object' && templates !== null ? roleTemplatesOf(asFields(templates)) : undefined,
    ends: endsOf(fields['seps']),
    afterRole: separatorOf(fields['role_content_sep']),
    afterEmptyRole: separatorOf(fields['role_empty_sep']),
    rolelessAfterSystem: fields['add_role_after_system_message'] === false,
  };
}

function roleTemplatesOf({ user, assistant }: Fields): Partial<Record<Speaker, string>> {
  return { ...(typeof user === 'string' ? { user } : {}), ...(typeof assistant === 'string' ? { assistant } : {}) };
}

function endsOf(seps: unknown): string[] {
  const ends = Array.isArray(seps) ? seps.filter((end) => typeof end === 'string') : [];
  if (ends.length === 0) throw new TypeError('mlc-chat-config.json has a conv_template without seps');
  return ends;
}

function separatorOf(separator: unknown): string {
  return typeof separator === 'string' ? separator : DEFAULT_SEPARATOR;
}

function textOf(fields: Fields, name: string): string {
  const value = fields[name];
  if (typeof value !== 'string') throw new TypeError(`mlc-chat-config.json has a conv_template without ${name}`);
  return value;
}

function asFields(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {};
}
