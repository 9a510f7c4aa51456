/** What a model's id says: `Qwen3-4B-q4f16_1-MLC`, with or without an owner before it. */
interface WebLlmId {
  readonly name: string;
  readonly dtype: string;
}

/**
 * Models that the engine has a compiled library for, by the name before the number format. Any other would end in a 404 after its whole download.
 * Left out are models that embed, or that read images or sound: they need more than a library. Source: prebuiltAppConfig of @mlc-ai/web-llm 0.2.86.
 */
const KNOWN: readonly RegExp[] = [
  /^Llama-3\.2-[13]B-Instruct$|^Llama-3\.1-(?:8|70)B-Instruct$|^Llama-3-(?:8|70)B-Instruct$|^Llama-2-(?:7|13)b-chat-hf$/,
  /^DeepSeek-R1-Distill-(?:Qwen-7B|Llama-8B)$|^Hermes-3-Llama-3\.[12]-[38]B$|^Hermes-2-(?:Theta|Pro)-Llama-3-8B$/,
  /^Qwen3-(?:0\.6|1\.7|4|8)B$|^Qwen3\.5-(?:0\.8|2|4|9)B$|^Qwen2\.5-(?:Coder-)?(?:0\.5|1\.5|3|7)B-Instruct$|^Qwen2\.5-Math-1\.5B-Instruct$/,
  /^Qwen2-(?:0\.5|1\.5|7)B-Instruct$|^Qwen2-Math-(?:1\.5|7)B-Instruct$/,
  /^Phi-4-mini-instruct$|^Phi-3\.5-mini-instruct$|^Phi-3-mini-4k-instruct$|^phi-(?:2|1_5)$/,
  /^Ministral-3-3B-(?:Base-2512|Reasoning-2512|Instruct-2512-BF16)$|^Mistral-7B-Instruct-v0\.[23]$|^Hermes-2-Pro-Mistral-7B$/,
  /^(?:Neural|Open)Hermes-2\.5-Mistral-7B$|^WizardMath-7B-V1\.1$/,
  /^gemma-2b-it$|^gemma-2-[29]b-it$|^gemma-2-2b-jpn-it$|^gemma3-1b-it$|^OLMo-2-(?:0425-1B|1124-7B)-Instruct$/,
  /^SmolLM2-(?:135M|360M|1\.7B)-Instruct$|^TinyLlama-1\.1B-Chat-v(?:0\.4|1\.0)$|^stablelm-2-zephyr-1_6b$|^RedPajama-INCITE-Chat-3B-v1$/,
];

/** Lines of models that write a chain of thought unless told not to. */
const THINKERS = /^(?:Qwen3|DeepSeek-R1|Ministral-3-3B-Reasoning)/;

/** Whether a model with such an id thinks aloud; undefined when the engine has no library for it. */
export function webLlmThinks(modelId: string): boolean | undefined {
  const name = parseWebLlmId(modelId)?.name;
  return name !== undefined && KNOWN.some((pattern) => pattern.test(name)) ? THINKERS.test(name) : undefined;
}

/** The number format that an id names; undefined when it names none. */
export function webLlmDtype(modelId: string): string | undefined {
  return parseWebLlmId(modelId)?.dtype;
}

function parseWebLlmId(modelId: string): WebLlmId | undefined {
  const { name, dtype } = /^(?:[^/]+\/)?(?<name>[^/]+)-(?<dtype>q[034]f(?:16|32)(?:_1)?)-MLC$/.exec(modelId)?.groups ?? {};
  return name === undefined || dtype === undefined ? undefined : { name, dtype };
}
