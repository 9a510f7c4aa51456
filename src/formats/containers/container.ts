import type { ContainerName } from '../../core/source.ts';
import type { Piece } from '../piece.ts';
import { type ReadOptions, readSlices } from '../slices.ts';

/** The pieces that ended within one slice of a file. */
export interface PieceBatch {
  readonly pieces: readonly Piece[];
  /** Bytes of the file read so far. */
  readonly doneBytes: number;
}

/** How records lie in a file. Works on their exact bytes: nothing inside a record is rewritten. */
export interface Container {
  readonly name: ContainerName;
  readonly mediaType: string;
  /** A file's pieces in order, one batch a slice. Throws the signal's reason, or a DOMException `NotReadableError`. */
  read(file: Blob, options?: ReadOptions): AsyncIterable<PieceBatch>;
  /** The file that holds these records, page by page. */
  write(pages: AsyncIterable<readonly Uint8Array[]>): AsyncIterable<Uint8Array<ArrayBuffer>>;
}

/** Cuts a stream of bytes into pieces. */
export interface RecordScanner {
  /** Nothing that follows can be read. */
  readonly finished: boolean;
  /** The pieces that end within these bytes. */
  push(bytes: Uint8Array): Piece[];
  /** The pieces that end with the file. */
  end(): Piece[];
}

/** Reads a file through a fresh scanner. */
export async function* scanFile(file: Blob, scanner: RecordScanner, options?: ReadOptions): AsyncGenerator<PieceBatch> {
  for await (const { bytes, doneBytes } of readSlices(file, options)) {
    yield { pieces: scanner.push(bytes), doneBytes };
    if (scanner.finished) return;
  }
  yield { pieces: scanner.end(), doneBytes: file.size };
}
