import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Tokenizer } from '@huggingface/tokenizers';
import { env, InferenceSession, Tensor } from 'onnxruntime-web';
import { randomModelFiles } from '../../../random-model/model-files.ts';
import { TINY } from '../../../random-model/model-shape.ts';
import { PlainReader } from '../../../random-model/plain-reader.ts';
import { REFERENCE_TEXTS, type ReferenceLoss } from './reference-texts.ts';

env.wasm.numThreads = 1;

const PRACTICE = fileURLToPath(new URL('../../../../public/models/tain-practice-student/', import.meta.url));

/** A model's files by their path. */
type Files = (path: string) => Uint8Array;

/** The models whose losses are known. The second is one of random weights; the browser's test makes the very same. */
export const REFERENCE_MODELS: Readonly<Record<string, Files>> = {
  'tain-practice-student': (path) => readFileSync(PRACTICE + path),
  'random-64': (path) => randomFiles.get(path) ?? new Uint8Array(),
};

const randomFiles = randomModelFiles({ shape: TINY, attention: 'standard', format: 'fp32', seed: 4 });

/** Computes losses in the plainest way, by ONNX Runtime and nothing of Transformers.js or the app: one text at a time, all its tokens in one run, the softmax as the textbook has it. */
export async function plainLosses(files: Files): Promise<ReferenceLoss[]> {
  const json = (path: string) => JSON.parse(new TextDecoder().decode(files(path))) as Record<string, unknown>;
  const tokenizer = new Tokenizer(json('tokenizer.json'), json('tokenizer_config.json'));
  const begin = Number(json('generation_config.json')['bos_token_id']);
  const reader = new PlainReader(await InferenceSession.create(files('onnx/model.onnx'), { executionProviders: ['wasm'] }), Tensor);
  const encode = (text: string) => tokenizer.encode(text, { add_special_tokens: false }).ids;
  const losses: ReferenceLoss[] = [];
  for (const { context, target } of REFERENCE_TEXTS) {
    const tokens = encode(target);
    const loss = (prefix: readonly number[]) => meanLoss(reader, prefix, tokens);
    losses.push({ context, target, tokens: tokens.length, lossAlone: await loss([begin]), lossGiven: await loss([begin, ...encode(context)]) });
  }
  return losses;
}

async function meanLoss(reader: PlainReader, prefix: readonly number[], target: readonly number[]): Promise<number> {
  const { logits } = await reader.read(reader.nothing(), [...prefix, ...target]);
  const surprises = target.map((token, index) => -Math.log(softmax(logits[prefix.length + index - 1] ?? new Float32Array(), token)));
  return surprises.reduce((sum, surprise) => sum + surprise, 0) / target.length;
}

function softmax(logits: Float32Array, token: number): number {
  const highest = Math.max(...logits);
  const total = logits.reduce((sum, logit) => sum + Math.exp(logit - highest), 0);
  return Math.exp((logits[token] ?? NaN) - highest) / total;
}
