import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CATALOGUE } from '../../../src/oracle/catalogue/catalogue.ts';
import { EMBEDDER_FAMILIES } from '../../../src/oracle/catalogue/embedder-entries.ts';
import { BASE_FAMILIES } from '../../../src/oracle/catalogue/student-entries.ts';
import type { ModelCard } from '../../../src/oracle/model-card.ts';

const README = readFileSync(new URL('../../../README.md', import.meta.url), 'utf8');

/** The catalogue as the README shows it: one row a model, smallest first, with what each engine fetches in its best format. */
function rows(): string[] {
  const cards = CATALOGUE.map(([card]) => card).filter(({ spec }) => !spec.practice);
  const titles = [...new Set([...cards].sort((a, b) => a.parametersBillions - b.parametersBillions).map(({ title }) => title))];
  return titles.map((title) => {
    const own = cards.filter((card) => card.title === title);
    const size = (wanted: (card: ModelCard) => boolean) => gigabytes(own.find(wanted)?.downloadBytes);
    const places = [
      size(({ spec }) => spec.engine === 'webllm'),
      size(({ spec }) => spec.engine === 'transformers' && spec.device === 'webgpu'),
      size(({ spec }) => spec.device === 'wasm'),
    ];
    const [first] = own;
    return `| ${[title, ...places, `[${first?.licence.name}](${first?.licence.url})`].join(' | ')} |`;
  });
}

/** Models that are no oracles, as the README shows them. */
function otherRows(): string[] {
  const families = [...BASE_FAMILIES, ...EMBEDDER_FAMILIES].filter(([{ spec }]) => !spec.practice);
  return [...new Set(families.map(([{ title }]) => title))].map((title) => {
    const own = families.flatMap(([card]) => (card.title === title ? [card] : []));
    const sizes = (['webgpu', 'wasm'] as const).map((device) => megabytes(own.find(({ spec }) => spec.device === device)?.downloadBytes));
    const [first] = own;
    return `| ${[title, first?.serves, ...sizes, `[${first?.licence.name}](${first?.licence.url})`].join(' | ')} |`;
  });
}

function megabytes(bytes: number | undefined): string {
  return bytes === undefined ? '' : `${Math.round(bytes / 1e6).toLocaleString('en')} MB`;
}

function gigabytes(bytes: number | undefined): string {
  return bytes === undefined ? '' : `${(bytes / 1e9).toFixed(1)} GB`;
}

function tableUnder(heading: string): string[] {
  return README.slice(README.indexOf(heading)).split('\n\n')[0]?.split('\n').slice(2) ?? [];
}

describe('the README', () => {
  it('lists the models of the catalogue, and no others', () => {
    expect(tableUnder('| model | WebLLM | Transformers.js | on the processor | licence |')).toEqual(rows());
    expect(tableUnder('| model | for | on the GPU | on the processor | licence |')).toEqual(otherRows());
  });
});
