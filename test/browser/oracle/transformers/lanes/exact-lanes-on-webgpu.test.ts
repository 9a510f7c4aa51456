import { describe } from 'vitest';
import { itServesEachAsIfAlone } from './exact-lanes.ts';

const ALIGNED = { layout: 'columns', equalLengths: false } as const;
const OWN_LENGTHS = { layout: 'rows', equalLengths: false } as const;
// Software in place of a GPU takes its time.
const EXTENT = { seeds: [4], runs: 2, questions: 5, limit: 8 };

describe('lanes on WebGPU', () => {
  itServesEachAsIfAlone('webgpu', 'standard', 'fp32', ALIGNED, EXTENT);
  itServesEachAsIfAlone('webgpu', 'standard', 'q4', ALIGNED, EXTENT);
  itServesEachAsIfAlone('webgpu', 'gqa', 'fp32', OWN_LENGTHS, EXTENT);
  itServesEachAsIfAlone('webgpu', 'gqa', 'q4', OWN_LENGTHS, EXTENT);
  itServesEachAsIfAlone('webgpu', 'gqa-positions', 'q4', OWN_LENGTHS, EXTENT);
  itServesEachAsIfAlone('webgpu', 'hybrid', 'fp32', ALIGNED, EXTENT);
});
