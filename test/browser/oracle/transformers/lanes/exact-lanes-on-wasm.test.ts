import { describe } from 'vitest';
import { itServesEachAsIfAlone } from './exact-lanes.ts';

const ALIGNED = { layout: 'columns', equalLengths: false } as const;
const GROUPED = { layout: 'grouped-columns', equalLengths: false } as const;
const OWN_LENGTHS = { layout: 'rows', equalLengths: false } as const;
const EQUAL_LENGTHS = { layout: 'columns', equalLengths: true } as const;
const EXTENT = { seeds: [1, 2, 3], runs: 6, questions: 8, limit: 20 };

describe('lanes on the CPU', () => {
  for (const format of ['fp32', 'q4', 'q8'] as const) {
    itServesEachAsIfAlone('wasm', 'standard', format, format === 'q8' ? GROUPED : ALIGNED, EXTENT);
    itServesEachAsIfAlone('wasm', 'gqa', format, OWN_LENGTHS, EXTENT);
    itServesEachAsIfAlone('wasm', 'gqa-positions', format, OWN_LENGTHS, EXTENT);
    itServesEachAsIfAlone('wasm', 'gqa-bias', format, EQUAL_LENGTHS, EXTENT);
    itServesEachAsIfAlone('wasm', 'hybrid', format, format === 'q8' ? GROUPED : ALIGNED, EXTENT);
  }
});
