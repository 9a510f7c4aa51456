import { describe, expect, it } from 'vitest';
import { table, withSection } from './document.ts';

describe('the document of benchmarks', () => {
  it('begins with a heading and its first section', () => {
    expect(withSection('', 'cpu', 'A table.')).toMatch(/^# Benchmarks\n\n<!-- bench: cpu begins.*-->\n\nA table\.\n\n<!-- bench: cpu ends -->\n$/);
  });

  it('replaces a section and keeps all that stands around it', () => {
    const written = withSection(`# Mine\n\nBefore.\n\n${withSection('', 'cpu', 'Old.').split('\n').slice(2).join('\n')}\nAfter.\n`, 'cpu', 'New.');
    expect(written).toMatch(/^# Mine\n\nBefore\.\n\n<!--[^]*New\.[^]*-->\n\nAfter\.\n$/);
    expect(written).not.toContain('Old.');
  });

  it('puts a section of another name behind the others', () => {
    const both = withSection(withSection('', 'cpu', 'One.'), 'gpu', 'Two.');
    expect(both.indexOf('One.')).toBeLessThan(both.indexOf('Two.'));
    expect(withSection(both, 'cpu', 'Three.')).toBe(both.replace('One.', 'Three.'));
  });

  it('writes tables whose cells cannot break out', () => {
    expect(table(['a', 'b'], [['x|y', '1']])).toBe('| a | b |\n| --- | --: |\n| x\\|y | 1 |');
  });
});
