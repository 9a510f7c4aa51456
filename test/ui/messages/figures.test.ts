import { describe, expect, it } from 'vitest';
import * as figures from '../../../src/ui/messages/figures.ts';

describe('figures', () => {
  it.each([
    [0, '0 s'],
    [4400, '4 s'],
    [200_000, '3 min 20 s'],
    [7_500_000, '2 h 5 min'],
    [3_600_000, '1 h'],
    [273_600_000, '3 d 4 h'],
  ])('write %i ms as %s', (durationMs, text) => expect(figures.formatDuration(durationMs)).toBe(text));

  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [1536, '1.5 KB'],
    [276_000_000, '276 MB'],
    [4_300_000_000, '4.3 GB'],
  ])('write %i bytes as %s', (bytes, text) => expect(figures.formatBytes(bytes)).toBe(text));

  it('never say 100% before all is done', () => {
    expect(figures.formatPercent(0.9999)).toBe('99%');
    expect(figures.formatPercent(1)).toBe('100%');
  });

  it('write parameters in the unit that fits', () => {
    expect([7.6, 0.135, 0.0002, 0.00001].map(figures.formatParameters)).toEqual(['7.6 B', '0.1 B', '0.2 M', '10 K']);
  });

  it.each([
    [[9.18, 10.2], ['9.2', '10.2'], '+1.0'],
    [[37.9, undefined, 13.2], ['37.9', '13.2'], '−24.7'],
    [[0.5, 0.478], ['0.500', '0.478'], '−0.022'],
    [[1208, 96.4], ['1,208', '96'], '−1,112'],
    [[3, 3], ['3.00', '3.00'], '0.00'],
    [[0, 0], ['0', '0'], '0'],
  ])('of one column, %j, have as many digits as the largest, and changes a true minus', (values, texts, change) => {
    const known = values.filter((value) => value !== undefined);
    const format = figures.alikeFormat(values);
    expect(known.map(format.figure)).toEqual(texts);
    expect(format.change((known.at(-1) ?? 0) - (known[0] ?? 0))).toBe(change);
  });
});
