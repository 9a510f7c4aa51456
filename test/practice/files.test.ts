import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { practiceModelFiles } from '../../src/practice/files.ts';
import { ANSWER_MARKERS } from '../../src/reflection/markers.ts';
import { instructionPrompt, responsePrompt } from '../../src/reflection/prompts.ts';
import { PAPER_RECIPE } from '../../src/reflection/recipes.ts';
import { modelFile, PracticeModel } from './practice-model.ts';

const FOLDER = fileURLToPath(new URL('../../public/models/tain-practice/', import.meta.url));
const MADE = practiceModelFiles();

describe('the practice model', () => {
  // When this fails after a change of the prompts or of src/practice: npm run make:practice-model.
  it('lies in the repository just as its script makes it', () => {
    const names = readdirSync(FOLDER, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    expect(names).toHaveLength(MADE.size);
    for (const [name, bytes] of MADE) expect(Buffer.compare(modelFile(name), bytes), name).toBe(0);
  });

  it('is small', () => {
    expect([...MADE.values()].reduce((sum, { length }) => sum + length, 0)).toBeLessThan(150_000);
  });

  it('reads the fixed part of a prompt in few tokens, each marker as one', async () => {
    const model = await PracticeModel.load();
    const pair = { instruction: '', input: '', response: '' };
    expect(model.tokensOf(instructionPrompt(pair, PAPER_RECIPE)).length).toBeLessThan(300);
    expect(model.tokensOf(responsePrompt(pair, PAPER_RECIPE)).length).toBeLessThan(200);
    for (const marker of Object.values(ANSWER_MARKERS)) expect(model.tokenizer.encode(marker).ids).toHaveLength(1);
  });

  it('gives back any text that it reads', async () => {
    const { tokenizer } = await PracticeModel.load();
    const text = 'Größe, 数据集 ⟶ بيانات\r\n\t👩🏽‍🚀 isn’t "it"?  \n\n\n end\u0000\u00a0';
    expect(tokenizer.decode(tokenizer.encode(text).ids, { skip_special_tokens: true })).toBe(text);
  });
});
