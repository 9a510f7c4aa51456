import type { Row, SourceRecord } from '../../core/row.ts';
import type { DefectReason, ShapeName } from '../../core/source.ts';
import { parseRecord } from '../record.ts';
import { alpaca } from './alpaca.ts';
import type { Shape } from './shape.ts';
import { wizardlm } from './wizardlm.ts';

/** Every shape by its name, narrow ones before the wider ones that would fit as well. */
export const SHAPES: Record<ShapeName, Shape> = { wizardlm, alpaca };

/** A record as the method sees it, or why it has no pair. */
export function toRow(record: SourceRecord, shape: Shape): Row | DefectReason {
  const object = parseRecord(record.bytes);
  if (typeof object === 'string') return object;
  const pair = shape.toPair(object);
  return typeof pair === 'string' ? pair : { ordinal: record.ordinal, pair };
}
