import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Measuring } from '../../src/core/measuring.ts';
import { pairMark } from '../../src/core/pair.ts';
import type { PairScore } from '../../src/core/score.ts';
import { exportScores, type ScoreFileForm } from '../../src/pipeline/score-file-export.ts';
import { importScores, readScoreFile } from '../../src/pipeline/score-files.ts';
import { ifdOf, reverseIfdOf } from '../../src/quality/ifd.ts';
import { storeOf } from './run-fixtures.ts';

const NEVER = new AbortController().signal;
const EDITION = { kind: 'original', sourceId: 's' } as const;
const STUDENT = { name: 'Llama 2 7B', template: 'vicuna' } as const;

const read = (text: string, rowCount: number) => readScoreFile(new File([text], 'scores.jsonl'), rowCount, NEVER);
const scoresOf = async (text: string, rowCount: number) => [...(await read(text, rowCount)).records.values()].map(({ score }) => score);

const LOSS = fc.double({ min: 0, max: 30, noNaN: true, noDefaultInfinity: true });
const TEXT_SCORE = fc.oneof(
  fc.record({ kind: fc.constant('scored' as const), tokens: fc.nat(2048), cutTokens: fc.nat(9), lossAlone: LOSS, lossGiven: LOSS }),
  fc.constantFrom('empty-target', 'no-room', 'not-finite').map((reason) => ({ kind: 'unscored', reason }) as const),
);
const SCORE: fc.Arbitrary<PairScore | undefined> = fc.option(
  fc.record({ response: TEXT_SCORE, instruction: fc.option(TEXT_SCORE, { nil: undefined }) }).map(({ response, instruction }) => ({ response, ...(instruction && { instruction }) })),
  { nil: undefined },
);

/** Exports scores in a form and imports the file again. */
async function thereAndBack(scores: readonly (PairScore | undefined)[], form: ScoreFileForm) {
  const { store } = await storeOf(scores.map((_, index) => `task ${index}`));
  const measuring: Measuring = { id: 'm', sourceId: 's', edition: EDITION, instrument: { kind: 'student', ...STUDENT }, rowCount: scores.length, createdAtMs: 0 };
  await store.addMeasuring(measuring);
  const markOf = (ordinal: number) => pairMark({ instruction: `task ${ordinal}`, input: 'in', response: 'out' });
  await store.putMeasures('m', scores.flatMap((score, ordinal) => (score ? [{ ordinal, pairMark: markOf(ordinal), value: { kind: 'pair' as const, ...score } }] : [])));
  const file = await exportScores(measuring, form, store, NEVER);
  const readBack = await readScoreFile(new File([file.bytes], file.name), scores.length, NEVER);
  const result = await importScores(readBack, EDITION, STUDENT, store, NEVER);
  const values = new Map((await store.measures(result.measuring.id, 0, scores.length)).map(({ ordinal, value }) => [ordinal, value]));
  return { file, readBack, result, values: scores.map((_, ordinal) => values.get(ordinal)) };
}

describe('score files', () => {
  it('come back from named figures exactly as they were', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(SCORE, { minLength: 1, maxLength: 12 }), async (scores) => {
        const { values, readBack } = await thereAndBack(scores, 'records');
        expect(values).toEqual(scores.map((score) => score && { kind: 'pair', ...score }));
        expect([readBack.student, readBack.template]).toEqual(['Llama 2 7B', 'vicuna']);
      }),
      { numRuns: 60 },
    );
  });

  it('come back from upstream’s lists with the same IFD and r-IFD', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(SCORE, { minLength: 1, maxLength: 12 }), async (scores) => {
        const { values } = await thereAndBack(scores, 'upstream');
        const figures = (score: PairScore | undefined) => score && [ifdOf(score), reverseIfdOf(score)];
        const isKnown = (list: (number | undefined)[] | undefined) => list?.some((figure) => figure !== undefined);
        const expected = scores.map(figures).map((list) => (isKnown(list) ? list : undefined));
        expect(values.map((value) => (value?.kind === 'pair' ? figures(value) : undefined))).toEqual(expected);
      }),
      { numRuns: 60 },
    );
  });

  it('are named after dataset, edition and student', async () => {
    expect((await thereAndBack([undefined], 'records')).file.name).toBe('data.original.Llama-2-7B.scores.jsonl');
  });

  it('have a line for each record of the source, without figures of texts that have changed and of records that were left out', async () => {
    const { store, run } = await storeOf(['a', 'b', 'c', 'd']);
    await store.addRun({ ...run, id: 'part', rows: [0, 2] });
    const measuring: Measuring = { id: 'm', sourceId: 's', edition: { kind: 'recycled', runId: 'part' }, instrument: { kind: 'student', ...STUDENT }, rowCount: 4, createdAtMs: 0 };
    await store.addMeasuring(measuring);
    const value = { kind: 'pair', response: { kind: 'ratio', ratio: 0.5 } } as const;
    await store.putMeasures('m', [0, 2].map((ordinal) => ({ ordinal, pairMark: pairMark({ instruction: 'abcd'.charAt(ordinal), input: 'in', response: 'out' }), value })));
    const figures = async () => (await (await exportScores(measuring, 'records', store, NEVER)).bytes.text()).trimEnd().split('\n').map((line) => (JSON.parse(line) as { ifd_ppl?: number }).ifd_ppl);
    expect(await figures()).toEqual([0.5, undefined, 0.5, undefined]);
    await store.settle({ runId: 'part', ordinal: 0, phase: 'response', attempts: [], status: 'rewritten', critique: [], pair: { instruction: 'a', input: '', response: 'better' } });
    expect(await figures()).toEqual([undefined, undefined, 0.5, undefined]);
  });

  it('tell numbers of tokens only where they are known', async () => {
    const losses = { kind: 'scored', lossAlone: 2, lossGiven: 1 } as const;
    const { file } = await thereAndBack([{ response: { ...losses, tokens: 0, cutTokens: 0 }, instruction: { ...losses, tokens: 5, cutTokens: 0 } }], 'records');
    const line: unknown = JSON.parse(await file.bytes.text());
    expect(line).toMatchObject({ loss_A_direct: 2, tokens_Q: 5, cut_tokens_Q: 0 });
    expect(line).not.toHaveProperty('tokens_A');
  });

  it('say in the order of upstream what they hold', async () => {
    const score = { response: { kind: 'scored', tokens: 1, cutTokens: 0, lossAlone: 2, lossGiven: 1 }, instruction: { kind: 'scored', tokens: 1, cutTokens: 0, lossAlone: 4, lossGiven: 3 } } as const;
    const text = await (await thereAndBack([score, { response: score.response }, undefined], 'upstream')).file.bytes.text();
    const [e1, e2, e3, e4] = [1, 2, 3, 4].map(Math.exp);
    expect(text.split('\n')).toEqual([
      `{"ppl": [${e4}, ${e2}, ${e3}, ${e1}], "loss": [4, 2, 3, 1]}`,
      `{"ppl": [NaN, ${e2}, NaN, ${e1}], "loss": [NaN, 2, NaN, 1]}`,
      '{}',
      '',
    ]);
  });
});

describe('scores of other tools', () => {
  it('are read from the analysis of the paper’s code, with its failures', async () => {
    const lines = ['{"ppl": [20.0, 8.0, 10.0, 4.0], "loss": [3.0, 2.0, 2.5, 1.0]}', '{"ppl": [0, 0, 5, NaN], "loss": [0, 0, 1.6, NaN]}', '{}'];
    expect(await scoresOf(lines.join('\n'), 3)).toEqual([
      { response: { kind: 'scored', tokens: 0, cutTokens: 0, lossAlone: 2, lossGiven: 1 }, instruction: { kind: 'scored', tokens: 0, cutTokens: 0, lossAlone: 3, lossGiven: 2.5 } },
      { response: { kind: 'unscored', reason: 'not-given' }, instruction: { kind: 'unscored', reason: 'not-given' } },
      undefined,
    ]);
  });

  it('are read from lists of three, which are of the response alone', async () => {
    expect(await scoresOf('{"ppl": [0, 8, 4]}\n', 1)).toEqual([{ response: { kind: 'scored', tokens: 0, cutTokens: 0, lossAlone: Math.log(8), lossGiven: Math.log(4) } }]);
  });

  it('are read from a JSON array of data with figures, as Python writes it', async () => {
    const text = '[\n {"instruction": "say NaN", "output": "\\"NaN\\"", "ifd_ppl": 0.5, "rifd_ppl": NaN},\n {"ifd_ppl": 0, "rifd_ppl": Infinity, "ppl_A_direct": 8, "ppl_A_condition": 2}\n]';
    const { records } = await read(text, 2);
    expect(records.get(0)).toMatchObject({ line: 2, texts: { instruction: 'say NaN', output: '"NaN"' }, score: { response: { kind: 'ratio', ratio: 0.5 }, instruction: { kind: 'unscored', reason: 'not-finite' } } });
    expect(ifdOf(records.get(1)?.score ?? {})).toBeCloseTo(0.25);
  });

  it('are read from columns', async () => {
    const text = 'ordinal,title,ifd_ppl,rifd_ppl\n3,"one, ""quoted""",0.75,\n0,two,nan,1.5\n';
    const { records } = await read(text, 10);
    expect(records.get(3)?.score).toEqual({ response: { kind: 'ratio', ratio: 0.75 }, instruction: { kind: 'unscored', reason: 'not-given' } });
    expect(records.get(0)?.score).toEqual({ response: { kind: 'unscored', reason: 'not-finite' }, instruction: { kind: 'ratio', ratio: 1.5 } });
  });

  it.each([
    ['', 'empty-file', 0, ''],
    ['name,age\nAnna,3', 'not-scores', 1, 'name,age'],
    ['{"ifd": 1}\n[1]', 'not-an-object', 2, '[1]'],
    ['{"ifd": 1}\n{"ifd": }', 'not-an-object', 2, '{"ifd": }'],
    ['{"ifd": 1}\n{"instruction": "a", "output": "b"}', 'no-score', 2, 'instruction, output'],
    ['ifd_ppl,x\n1,2\n1,2,3', 'cell-count', 3, '3/2'],
    ['{"ifd": 1}\n{"ifd": "0.5"}', 'bad-value', 2, 'ifd: "0.5"'],
    ['{"ifd": 1}\n{"loss": [1, 2, -3, 4]}', 'bad-value', 2, 'loss[2]: -3'],
    ['{"ifd": 1}\n{"ppl": [1, 2]}', 'bad-list', 2, 'ppl'],
    ['{"ordinal": 0, "ifd": 1}\n{"ordinal": 2, "ifd": 1}', 'bad-ordinal', 2, '2'],
    ['{"ordinal": 1, "ifd": 1}\n{"ordinal": 1, "ifd": 1}', 'bad-ordinal', 2, '1'],
    ['{"ordinal": 1, "ifd": 1}\n{"ifd": 1}', 'bad-ordinal', 0, ''],
    ['{"ifd": 1}', 'row-count', 0, '1/2'],
  ])('say what is wrong with %j and where', async (text, code, line, detail) => {
    await expect(read(text, 2)).rejects.toMatchObject({ code, line, detail });
  });

  it('are refused when the texts beside them are others, and leave nothing behind', async () => {
    const { store } = await storeOf(['one', 'two']);
    const file = await read('{"instruction": "one", "output": "out", "ifd": 1}\n{"instruction": "2", "output": "out", "ifd": 1}', 2);
    await expect(importScores(file, EDITION, STUDENT, store, NEVER)).rejects.toMatchObject({ code: 'other-texts', line: 2, detail: '1' });
    expect(await store.measurings()).toEqual([]);
  });

  it('may have lost the white space around the texts beside them, as in columns', async () => {
    const { store } = await storeOf([' one ', 'two\n']);
    const file = await read('instruction,output,ifd\n one , out,1\n"two","out",1\n', 2);
    expect(await importScores(file, EDITION, STUDENT, store, NEVER)).toMatchObject({ stored: 2 });
  });

  it('count what has no score and what they say nothing of', async () => {
    const { store } = await storeOf(['one', 'two', 'three']);
    const file = await read('{"ifd": null, "rifd": 0}\n{"ifd": Infinity}\n{}', 3);
    const result = await importScores(file, EDITION, STUDENT, store, NEVER);
    expect(result).toMatchObject({ stored: 2, absent: 1, unscored: { 'not-given': 2, 'not-finite': 1 }, measuring: { fileName: 'scores.jsonl', instrument: { kind: 'student', name: 'Llama 2 7B' } } });
  });
});
