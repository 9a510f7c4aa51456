import { describe, expect, it } from 'vitest';
import type { Instrument, Measuring } from '../../src/core/measuring.ts';
import type { Run } from '../../src/core/run.ts';
import type { Source } from '../../src/core/source.ts';
import { EditionDescriber } from '../../src/quality/edition-report.ts';
import { TableLineCounter } from '../../src/quality/measure-table.ts';
import { PAPER_RECIPE, RESPONSE_RECIPE } from '../../src/reflection/recipes.ts';
import { allOptions, comparedOptions, editionOptions, holdSameRecords } from '../../src/ui/edition-options.ts';
import { measuredInstruments } from '../../src/ui/measured-instruments.ts';
import { ownEditionName } from '../../src/ui/messages/report.ts';
import { reportFileName, reportJson, reportMarkdown } from '../../src/ui/report-file.ts';
import { changeOf, REPORT_COLUMNS, type ReportLine, shownColumns } from '../../src/ui/report-table.ts';

const run: Run = {
  id: 'r', sourceId: 's', sourceName: 'alpaca.json', sourceSha256: 'ab', rowCount: 2, recipe: PAPER_RECIPE,
  oracle: { engine: 'webllm', modelId: 'm', revision: '1', device: 'webgpu', dtype: 'q4', contextTokens: 4096, lanes: 1, practice: false },
  createdAtMs: 0,
};

function lineOf(name: string, responses: readonly string[], cosine?: number): ReportLine {
  const describer = new EditionDescriber({ kind: 'original', sourceId: 's' }, undefined, () => ({ verb: 'tell', noun: 'story' }));
  responses.forEach((response, ordinal) => describer.add({ ordinal, pair: { instruction: 'Tell it', input: '', response } }));
  const table = new TableLineCounter();
  if (cosine !== undefined) table.add(undefined, { kind: 'coherence', cosine, cutTokens: 0 });
  return { name, report: describer.read(), measured: cosine === undefined ? undefined : { table: table.read() } };
}

const embedder = { key: 'e', instrument: { kind: 'embedder', name: 'Tiny embedder', spec: run.oracle }, before: undefined, after: undefined } as const;
const content = { run, before: lineOf('Original', ['one two', 'three'], 0.5), after: lineOf('Re|cycled', ['one two three four', 'five six']), student: undefined, embedder, alarms: [], savedAtMs: 0 };

describe('a saved report', () => {
  it('is a Markdown table of what is known', () => {
    const [heading, , head, rule, first, second, , ...notes] = reportMarkdown(content).split('\n');
    expect(heading).toBe('## Before and after: alpaca.json');
    expect(head).toBe('| Data | Records | Instruction, words | Response, words | Coherence | Verbs, bits | Near duplicates |');
    expect(rule).toBe('| --- | ---: | ---: | ---: | ---: | ---: | ---: |');
    expect(first).toBe('| Original | 2 | 2.00 | 1.50 | 0.500 | 0 | 50% |');
    expect(second).toBe('| Re\\|cycled | 2 | 2.00 | 3.00 | – | 0 | 50% |');
    expect(notes.join(' ')).toContain('Tiny embedder');
  });

  it('is every figure as JSON', () => {
    const saved = JSON.parse(reportJson(content)) as { table: Record<'before' | 'after', Record<string, number | null>>; after: { described: { lengths: object } } };
    expect(saved.table.before).toMatchObject({ records: 2, responseWords: 1.5, coherence: 0.5, ifd: null });
    expect(saved.after.described.lengths).toHaveProperty('question.words.deciles');
  });

  it('says in its name and in itself that a practice oracle wrote the data', () => {
    const practice = { ...run, oracle: { ...run.oracle, practice: true } };
    expect([reportFileName(run, 'md'), reportFileName(practice, 'json')]).toEqual(['alpaca.report.md', 'alpaca.practice.report.json']);
    expect(reportMarkdown({ ...content, run: practice })).toContain('practice oracle');
  });

  it('shows lengths in tokens in place of those in words once a student has read both editions', () => {
    const score = { kind: 'scored', tokens: 3, cutTokens: 0, lossAlone: 2, lossGiven: 1 } as const;
    const table = new TableLineCounter();
    table.add({ kind: 'pair', response: score, instruction: score }, undefined);
    const scored = (line: ReportLine): ReportLine => ({ ...line, measured: { table: table.read() } });
    const shown = (lines: readonly ReportLine[]) => shownColumns(lines, false).map(({ key }) => key).filter((key) => /Words|Tokens/.test(key));
    const words = ['questionWords', 'responseWords'];
    const tokens = ['instructionTokens', 'responseTokens'];
    expect(shown([content.before, content.after])).toEqual(words);
    expect(shown([scored(content.before), content.after])).toEqual([...words, ...tokens]);
    expect(shown([scored(content.before), scored(content.after)])).toEqual(tokens);
  });

  it('has a change only where both figures are known', () => {
    const changes = Object.fromEntries(REPORT_COLUMNS.map((column) => [column.key, changeOf(column, content.before, content.after)]));
    expect(changes).toMatchObject({ records: 0, responseWords: 1.5, coherence: undefined, ifd: undefined });
  });
});

describe('the editions to choose from', () => {
  const source = { id: 's', name: 'alpaca.json' } as Source;
  const other = { id: 't', name: 'human.json' } as Source;
  const keys = (options: Parameters<typeof allOptions>[0]) => allOptions(options).map(({ kind, edition }) => [kind, 'runId' in edition ? edition.runId : edition.sourceId]);

  it('are the run’s own, those of other runs, and other datasets', () => {
    const library = { sources: [source, other], runs: [{ ...run, id: 'q', sourceId: 't' }, run] };
    expect(keys(editionOptions(run, library))).toEqual([['original', 's'], ['after-instruction', 'r'], ['recycled', 'r'], ['recycled', 'q'], ['original', 't']]);
    expect(keys(editionOptions({ ...run, recipe: RESPONSE_RECIPE }, { sources: [], runs: [] }))).toEqual([['original', 's'], ['recycled', 'r']]);
  });

  it('hold a selection by its records', () => {
    const selected = (rows: readonly number[]) => comparedOptions(run, { sources: [], runs: [] }, rows).own.find(({ kind }) => kind === 'selected');
    expect(selected([1, 5])).toMatchObject({ rows: [1, 5], edition: { kind: 'recycled', runId: 'r' } });
    expect(selected([1, 5])?.key).toBe(selected([1, 5])?.key);
    expect(selected([1, 5])?.key).not.toBe(selected([1, 6])?.key);
  });
});

describe('the editions of a run over some records of its dataset', () => {
  const part: Run = { ...run, rows: [1] };
  const { own } = comparedOptions(part, { sources: [], runs: [] }, [1]);

  it('begin with the original of these records and end with the whole dataset', () => {
    expect(own.map(({ kind, rows }) => [kind, rows])).toEqual([['original', [1]], ['after-instruction', undefined], ['recycled', undefined], ['selected', [1]], ['whole-original', undefined]]);
    expect(new Set(own.map(({ key }) => key)).size).toBe(own.length);
    expect(own.map(ownEditionName)).toContain('Original (1 record)');
  });

  it('hold the same records as the run does, but for the whole dataset', () => {
    const recycled = own[2];
    expect(recycled && own.filter((option) => holdSameRecords(option, recycled)).map(({ kind }) => kind)).toEqual(['original', 'after-instruction', 'recycled', 'selected']);
  });

  it('are measured whole, so that other runs of the dataset find the values', () => {
    expect(editionOptions(part, { sources: [], runs: [] }).own.some(({ rows }) => rows)).toBe(false);
  });
});

describe('the instruments that have measured', () => {
  const before = { kind: 'original', sourceId: 's' } as const;
  const after = { kind: 'recycled', runId: 'r' } as const;
  const measuring = (id: string, name: string, edition: Measuring['edition'], createdAtMs: number): Measuring => {
    const instrument: Instrument = { kind: 'student', name, template: 'vicuna' };
    return { id, sourceId: 's', edition, instrument, rowCount: 2, createdAtMs };
  };

  it('begin with those that measured both editions, each with its newest measuring', () => {
    const measurings = [measuring('1', 'Old', before, 1), measuring('2', 'Old', after, 2), measuring('3', 'New', before, 3), measuring('4', 'Old', after, 4), measuring('5', 'Else', { kind: 'original', sourceId: 'x' }, 5)];
    const found = measuredInstruments(measurings, 'student', before, after);
    expect(found.map(({ instrument, before: one, after: two }) => [instrument.name, one?.id, two?.id])).toEqual([['Old', '1', '4'], ['New', '3', undefined]]);
    expect(measuredInstruments(measurings, 'embedder', before, after)).toEqual([]);
  });
});
