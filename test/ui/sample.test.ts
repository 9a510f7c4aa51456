import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { PRACTICE_TRIGGERS } from '../../src/practice/triggers.ts';

const text = readFileSync(new URL('../../public/sample/sample.json', import.meta.url), 'utf8');
const records = JSON.parse(text) as Record<string, unknown>[];

const SCRIPTS = ['Latin', 'Cyrillic', 'Greek', 'Arabic', 'Hebrew', 'Devanagari', 'Han', 'Hiragana', 'Hangul', 'Thai'];

describe('the sample dataset', () => {
  it('holds 24 records with text in every field that counts', () => {
    expect(records).toHaveLength(24);
    for (const record of records) expect([record['instruction'], record['input'], record['output']].every((field) => typeof field === 'string')).toBe(true);
  });

  it('is written in ten scripts', () => {
    expect(SCRIPTS.filter((script) => !new RegExp(`\\p{Script=${script}}`, 'u').test(text))).toEqual([]);
  });

  it('makes a practice run show every status, one record each', () => {
    for (const trigger of Object.values(PRACTICE_TRIGGERS)) expect(text.split(trigger)).toHaveLength(2);
  });

  it('carries fields that the page does not know', () => {
    expect(records.flatMap((record) => Object.keys(record)).filter((key) => !['instruction', 'input', 'output'].includes(key)).length).toBeGreaterThan(5);
  });
});
