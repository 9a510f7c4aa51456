import type { Row, SourceRecord } from '../core/row.ts';
import type { Source } from '../core/source.ts';
import { SHAPES, toRow } from '../formats/shapes/shapes.ts';

/** Reads a source's stored records as rows. Undefined for a record that is no longer what the import let through. */
export function rowReader(source: Source): (record: SourceRecord) => Row | undefined {
  const shape = SHAPES[source.shape];
  return (record) => {
    const row = toRow(record, shape);
    return typeof row === 'string' ? undefined : row;
  };
}
