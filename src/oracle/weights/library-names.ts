/**
 * Models that run on the library of another one of the same shape, as their names up to the number format. The first that fits counts.
 * Source: model_lib in prebuiltAppConfig of @mlc-ai/web-llm 0.2.86.
 */
const SHARED: readonly (readonly [RegExp, string])[] = [
  [/^Qwen2(?:\.5)?(?:-Coder|-Math)?-(0\.5|1\.5|7)B-Instruct$/, 'Qwen2-$1B-Instruct'],
  [/^Qwen2\.5-Coder-3B-Instruct$/, 'Qwen2.5-3B-Instruct'],
  [/^DeepSeek-R1-Distill-Qwen-7B$/, 'Qwen2-7B-Instruct'],
  [/^(?:Llama-3\.1-8B-Instruct|DeepSeek-R1-Distill-Llama-8B|Hermes-3-Llama-3\.1-8B)$/, 'Llama-3_1-8B-Instruct'],
  [/^Llama-3\.1-/, 'Llama-3_1-'],
  [/^Hermes-2-(?:Theta|Pro)-Llama-3-8B$/, 'Llama-3-8B-Instruct'],
  [/^Hermes-3-Llama-3\.2-3B$/, 'Llama-3.2-3B-Instruct'],
  [/^(?:.*Mistral-7B.*|WizardMath-7B.*)$/, 'Mistral-7B-Instruct-v0.3'],
];

/** The number of prompt tokens that a library reads at once is a part of its name. */
const CHUNKS: readonly (readonly [RegExp, string])[] = [
  [/^gemma-4-/, 'cs512'],
  [/-vision-/, 'cs4k'],
];

/** File name of the compiled library that runs a WebLLM model, by the model's name with its number format, such as `Qwen3-4B-q4f16_1-MLC`. */
export function libraryName(modelName: string): string {
  const { name = modelName, format = '' } = /^(?<name>.+)-(?<format>q\df\d+(?:_\d)?)(?:-MLC)?$/.exec(modelName)?.groups ?? {};
  const [pattern, replacement] = SHARED.find(([candidate]) => candidate.test(name)) ?? [/$/, ''];
  const chunk = CHUNKS.find(([candidate]) => candidate.test(name))?.[1] ?? 'cs1k';
  return `${name.replace(pattern, replacement)}-${format}_${chunk}-webgpu.wasm`;
}
