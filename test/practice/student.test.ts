import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { env, InferenceSession, Tensor } from 'onnxruntime-web';
import { beforeAll, describe, expect, it } from 'vitest';
import { practiceStudentFiles } from '../../src/practice/student.ts';
import { differenceOf, PlainReader } from '../random-model/plain-reader.ts';

const FOLDER = fileURLToPath(new URL('../../public/models/tain-practice-student/', import.meta.url));
const MADE = practiceStudentFiles();
const START = 256;

let reader: PlainReader;

beforeAll(async () => {
  env.wasm.numThreads = 1;
  reader = new PlainReader(await InferenceSession.create(readFileSync(`${FOLDER}onnx/model.onnx`), { executionProviders: ['wasm'] }), Tensor);
});

const bytes = (text: string) => [...new TextEncoder().encode(text)];

/** Mean loss of a text behind another. */
async function lossOf(target: string, context: string): Promise<number> {
  const [prefix, own] = [[START, ...bytes(context)], bytes(target)];
  const { logits } = await reader.read(reader.nothing(), [...prefix, ...own]);
  const losses = own.map((byte, index) => {
    const row = logits[prefix.length + index - 1] ?? new Float32Array();
    return Math.log(row.reduce((sum, logit) => sum + Math.exp(logit), 0)) - (row[byte] ?? NaN);
  });
  return losses.reduce((sum, loss) => sum + loss, 0) / own.length;
}

describe('the practice student', () => {
  // When this fails after a change of src/practice: npm run make:practice-model, and then the known losses (test/oracle/transformers/scores).
  it('lies in the repository just as its script makes it, and is small', () => {
    const names = readdirSync(FOLDER, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    expect(names).toHaveLength(MADE.size);
    for (const [name, made] of MADE) expect(Buffer.compare(readFileSync(FOLDER + name), made), name).toBe(0);
    expect([...MADE.values()].reduce((sum, { length }) => sum + length, 0)).toBeLessThan(30_000);
  });

  it('finds a text likelier behind one that shares its words, and not behind any other', async () => {
    const response = 'The Danube rises in the Black Forest and flows through ten countries.';
    const alone = await lossOf(response, '');
    expect(await lossOf(response, 'Through how many countries does the Danube flow, and where does it rise?\n')).toBeLessThan(alone - 0.1);
    expect(await lossOf(response, 'Bitte übersetze mir 12 Wörter: äpfel, öl\n')).toBeGreaterThan(alone - 0.1);
  });

  it('finds English likelier than letters at random', async () => {
    expect(await lossOf('There is a house near the river.', '')).toBeLessThan((await lossOf('xq zvkj wpq zzvx jkq qxzw', '')) - 1);
  });

  it('reads a text in parts as it reads it whole', async () => {
    const tokens = [START, ...bytes('A river of Europe. A river of Asia.')];
    const whole = await reader.read(reader.nothing(), tokens);
    let parts = reader.nothing();
    const logits: Float32Array[] = [];
    for (let from = 0; from < tokens.length; from += 7) {
      parts = await reader.read(parts, tokens.slice(from, from + 7));
      logits.push(...parts.logits);
    }
    expect(differenceOf(logits, whole.logits)).toBeLessThan(1e-4);
  });
});
