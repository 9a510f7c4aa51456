/** The only version whose private parts are known. Source: its published code. */
const KNOWN_VERSION = '0.2.86';

/** What is to be read: token rows, or pictures; how many tokens they are; how large a picture is. */
export type EngineInput = [parts: readonly unknown[], tokenCount: number, sizeOf: unknown];

/** A loaded model of the engine. */
export interface EnginePipeline {
  readonly conversation: {
    readonly config: {
      readonly roles: { readonly user: string };
      readonly seps: readonly string[];
      readonly role_templates?: { readonly user?: string };
      readonly system_prefix_token_ids?: readonly number[] | null;
    };
  };
  readonly tvm: { beginScope(): void; endScope(): void; scalar(value: number, type: string): unknown; getGlobalFunc(name: string): (...parts: unknown[]) => unknown };
  readonly kvCache: object;
  readonly kvStateKind: string;
  readonly slidingWindowSize: number;
  /** Tokens in the cache; 0 right after `resetKVCache`, which leaves the number alone. */
  filledKVCacheLength: number;
  /** Empties the cache. */
  resetKVCache(): void;
  /** The prompt from its beginning when the cache is empty, else what the last round added to it. Rejects when the context is too short. */
  getInputData(): Promise<EngineInput>;
  /** Reads tokens behind those in the cache; gives the logits of the last. Also called for each token that is written. */
  embedAndForward(parts: readonly unknown[], length: number): Promise<unknown>;
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
    hasType('object', 'kvCache') &&
    ['resetKVCache', 'getInputData', 'embedAndForward'].every((name) => hasType('function', name)) &&
    ['beginScope', 'endScope', 'scalar', 'getGlobalFunc'].every((name) => hasType('function', 'tvm', name)) &&
    hasType('string', 'conversation', 'config', 'roles', 'user') &&
    Array.isArray(at('conversation', 'config', 'seps'))
  );
}
