/** The only version whose private parts are known. Source: its published code. */
const KNOWN_VERSION = '0.2.86';

/** Role, how the template names it, and content; undefined content is an answer that is still to be written. */
export type EngineMessage = [role: 'user' | 'assistant', roleText: string, content: string | undefined];

/** A conversation of the engine; its class lays out the parts of the prompt. */
export interface EngineConversation {
  messages: EngineMessage[];
  override_system_message: string | undefined;
  isLastMessageEmptyThinkingReplyHeader: boolean;
  readonly config: {
    readonly roles: { readonly user: string; readonly assistant: string };
    readonly seps: readonly string[];
    readonly role_templates?: { readonly user?: string };
    readonly system_prefix_token_ids?: readonly number[] | null;
  };
  getPromptArray(config: unknown): unknown[];
}

/** A loaded model of the engine. */
export interface EnginePipeline {
  readonly conversation: EngineConversation;
  readonly config: object;
  readonly tokenizer: { encode(text: string): { readonly length: number } };
  readonly tvm: { beginScope(): void; endScope(): void; scalar(value: number, type: string): unknown; getGlobalFunc(name: string): (...parts: unknown[]) => unknown };
  readonly kvCache: object;
  readonly kvStateKind: string;
  readonly slidingWindowSize: number;
  filledKVCacheLength: number;
  finishReason: string | undefined;
}

/** The loaded model inside an engine; undefined when not everything there is surely as it is known. */
export function openPipeline(engine: unknown, engineVersion: string, modelId: string): EnginePipeline | undefined {
  if (engineVersion !== KNOWN_VERSION) return undefined;
  const pipelines = fieldOf(engine, 'loadedModelIdToPipeline');
  const pipeline: unknown = pipelines instanceof Map ? pipelines.get(modelId) : undefined;
  return isPipeline(pipeline) ? pipeline : undefined;
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}

/** The one place where the engine's private parts become trusted. A state other than a plain cache, as of hybrid models, cannot be cut back. */
function isPipeline(value: unknown): value is EnginePipeline {
  const at = (...path: string[]) => path.reduce(fieldOf, value);
  const hasType = (type: string, ...path: string[]) => typeof at(...path) === type && at(...path) !== null;
  return (
    at('kvStateKind') === 'kv_cache' &&
    at('rnnState') === undefined &&
    at('artifact') === undefined &&
    at('slidingWindowSize') === -1 &&
    hasType('number', 'filledKVCacheLength') &&
    ['config', 'kvCache'].every((name) => hasType('object', name)) &&
    ['beginScope', 'endScope', 'scalar', 'getGlobalFunc'].every((name) => hasType('function', 'tvm', name)) &&
    hasType('function', 'tokenizer', 'encode') &&
    hasType('function', 'conversation', 'getPromptArray') &&
    hasType('boolean', 'conversation', 'isLastMessageEmptyThinkingReplyHeader') &&
    ['user', 'assistant'].every((role) => hasType('string', 'conversation', 'config', 'roles', role)) &&
    Array.isArray(at('conversation', 'messages')) &&
    Array.isArray(at('conversation', 'config', 'seps')) &&
    (at('finishReason') === undefined || hasType('string', 'finishReason'))
  );
}
