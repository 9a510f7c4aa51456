import { AutoModelForCausalLM, AutoTokenizer, type DeviceType, env, type Tensor } from '@huggingface/transformers';
import wasmFactory from 'onnxruntime-web/ort-wasm-simd-threaded.asyncify.mjs?url';
import wasm from 'onnxruntime-web/ort-wasm-simd-threaded.asyncify.wasm?url';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Pair } from '../../../src/core/pair.ts';
import { instructionPrompt } from '../../../src/reflection/prompts.ts';
import { PAPER_RECIPE } from '../../../src/reflection/recipes.ts';
import { expectedCompletion } from '../../practice/expected-completion.ts';

const PAIRS: Pair[] = [
  { instruction: 'Write a big story.', input: 'A good city 🐈', response: 'Größe: 数据集' },
  { instruction: 'Name three colors?', input: '', response: 'Red, green and blue. '.repeat(6) },
];

beforeAll(() => {
  env.allowRemoteModels = false;
  env.allowLocalModels = true;
  env.localModelPath = '/models/';
  env.useBrowserCache = false;
  const { backends } = env;
  Object.assign(backends.onnx.wasm ?? {}, { wasmPaths: { mjs: new URL(wasmFactory, location.href).href, wasm: new URL(wasm, location.href).href } });
});

describe('Transformers.js', () => {
  it.each<DeviceType>(['wasm', 'webgpu'])('loads the practice model on %s and generates its answers in a padded batch', { timeout: 120_000 }, async (device) => {
    const tokenizer = await AutoTokenizer.from_pretrained('tain-practice');
    const model = await AutoModelForCausalLM.from_pretrained('tain-practice', { device, dtype: 'fp32' });
    const texts = PAIRS.map((pair) => {
      const { system, user } = instructionPrompt(pair, PAPER_RECIPE);
      const messages = [{ role: 'system', content: system }, { role: 'user', content: user }];
      return tokenizer.apply_chat_template(messages, { add_generation_prompt: true, tokenize: false });
    });
    const inputs = tokenizer(texts, { padding: true });
    const output = (await model.generate({ ...inputs, max_new_tokens: 110 })) as Tensor;
    const answers = tokenizer.batch_decode(output.slice(null, [inputs.input_ids.dims[1] ?? 0, output.dims[1] ?? 0]), { skip_special_tokens: true });
    // The library decodes a finished row on until all rows are finished.
    PAIRS.forEach((pair, index) => expect(answers[index]).toContain(expectedCompletion('instruction', pair)));
    await model.dispose();
  });
});
