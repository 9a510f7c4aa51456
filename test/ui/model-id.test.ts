import { expect, it } from 'vitest';
import { parseModelId } from '../../src/ui/model-id.ts';

it.each([
  ['onnx-community/Qwen3-0.6B-ONNX', 'onnx-community/Qwen3-0.6B-ONNX'],
  ['  mlc-ai/Qwen3-4B-q4f16_1-MLC \n', 'mlc-ai/Qwen3-4B-q4f16_1-MLC'],
  ['https://huggingface.co/somebody/model', 'somebody/model'],
  ['https://huggingface.co/somebody/model/tree/main/onnx', 'somebody/model'],
  ['hf.co/somebody/model/?library=transformers.js#files', 'somebody/model'],
  ['model', undefined],
  ['https://elsewhere.example/somebody/model', undefined],
  ['somebody/model/and/more', undefined],
  ['../etc/passwd', undefined],
  ['somebody/..', undefined],
  ['somebody/a b', undefined],
  ['', undefined],
])('reads %j as the id %j', (text, id) => {
  expect(parseModelId(text)).toBe(id);
});
