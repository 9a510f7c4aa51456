import { joinBytes } from '../../core/bytes.ts';
import { type Container, scanFile } from './container.ts';
import { JsonScanner } from './json-scanner.ts';

const ENCODER = new TextEncoder();
const START = ENCODER.encode('[\n');
const BETWEEN = ENCODER.encode(',\n');
const END = ENCODER.encode('\n]\n');

/** One array of objects. */
export const json: Container = {
  name: 'json',
  mediaType: 'application/json',
  read: (file, options) => scanFile(file, new JsonScanner(options?.maxRecordBytes), options),
  async *write(pages) {
    let separator = START;
    for await (const records of pages) {
      const parts: Uint8Array[] = [];
      for (const record of records) {
        parts.push(separator, record);
        separator = BETWEEN;
      }
      yield joinBytes(parts);
    }
    yield separator === START ? ENCODER.encode('[]\n') : END;
  },
};
