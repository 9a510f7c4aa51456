import type { Defect } from '../../src/core/source.ts';
import type { Container } from '../../src/formats/containers/container.ts';
import { isRecord, type Piece } from '../../src/formats/piece.ts';
import type { ReadOptions } from '../../src/formats/slices.ts';

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** A file's records as text, and its defects. */
export interface Scanned {
  readonly records: readonly { readonly line: number; readonly text: string }[];
  readonly defects: readonly Defect[];
}

export async function scan(container: Container, content: string | Uint8Array, options?: ReadOptions): Promise<Scanned> {
  const pieces: Piece[] = [];
  for await (const batch of container.read(new Blob([asBytes(content)]), options)) pieces.push(...batch.pieces);
  return {
    records: pieces.filter(isRecord).map(({ line, bytes }) => ({ line, text: decoder.decode(bytes) })),
    defects: pieces.filter((piece): piece is Defect => !isRecord(piece)),
  };
}

/** The file that a container writes for records given as texts, `pageSize` at a time. */
export async function written(container: Container, records: readonly string[], pageSize = 3): Promise<string> {
  const pages = async function* () {
    await Promise.resolve();
    for (let from = 0; from < records.length; from += pageSize) yield records.slice(from, from + pageSize).map((text) => encoder.encode(text));
  };
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  for await (const chunk of container.write(pages())) chunks.push(new Uint8Array(chunk));
  return new Blob(chunks).text();
}

export function asBytes(content: string | Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(typeof content === 'string' ? encoder.encode(content) : content);
}

export function textOf(bytes: Uint8Array): string {
  return decoder.decode(bytes);
}
