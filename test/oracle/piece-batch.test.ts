import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { PieceBatch } from '../../src/oracle/piece-batch.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('hands a fast answer on in few messages and loses nothing', async () => {
  const messages: string[] = [];
  const batch = new PieceBatch((text) => messages.push(text));
  const pieces = Array.from({ length: 3000 }, (_, index) => `${index} `);
  for (const [index, piece] of pieces.entries()) {
    batch.add(piece);
    if (index % 3 === 2) await vi.advanceTimersByTimeAsync(1);
  }
  batch.flush();
  expect(messages.join('')).toBe(pieces.join(''));
  expect(messages.length).toBeLessThan(1000 / 16 + 2);
});

it('hands a slow answer on as it comes', async () => {
  const messages: string[] = [];
  const batch = new PieceBatch((text) => messages.push(text));
  batch.add('first');
  expect(messages).toEqual(['first']);
  batch.add(' soon');
  expect(messages).toEqual(['first']);
  await vi.advanceTimersByTimeAsync(16);
  expect(messages).toEqual(['first', ' soon']);
  await vi.advanceTimersByTimeAsync(1000);
  batch.add(' late');
  batch.flush();
  expect(messages).toEqual(['first', ' soon', ' late']);
});

it('hands a sign on at once, also when nothing else goes out', () => {
  const messages: string[] = [];
  const batch = new PieceBatch((text) => messages.push(text));
  batch.add('');
  batch.add('text');
  batch.add(' that waits');
  batch.add('');
  expect(messages).toEqual(['', 'text', '']);
});
