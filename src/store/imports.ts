import type { SourceRecord } from '../core/row.ts';
import type { Source } from '../core/source.ts';
import type { Connection, Writing } from './connection.ts';
import { encodeDocument } from './documents.ts';
import type { Locks } from './locks.ts';
import { packRecords } from './record-blocks.ts';
import { keysUnder } from './schema.ts';
import { StoreError } from './store.ts';

interface RunningImport {
  readonly startedAtMs: number;
  readonly release: () => void;
  /** The ordinal that the next record must have: what is stored ends before it. */
  nextOrdinal: number;
}

/**
 * Sources on their way into the store. Each import holds a lock from its first records to its end,
 * which tells a running import, in whatever tab or worker, from one that was broken off.
 */
export class Imports {
  readonly #connection: Connection;
  readonly #locks: Locks;
  readonly #lockPrefix: string;
  readonly #running = new Map<string, RunningImport>();

  constructor(connection: Connection, locks: Locks, lockPrefix: string) {
    this.#connection = connection;
    this.#locks = locks;
    this.#lockPrefix = lockPrefix;
  }

  /** See Store.appendRecords. After a failure the same records can be given again. */
  async append(sourceId: string, records: readonly SourceRecord[]): Promise<void> {
    const running = this.#running.get(sourceId) ?? (await this.#begin(sourceId));
    const { startedAtMs, nextOrdinal } = running;
    const misplaced = records.findIndex(({ ordinal }, index) => ordinal !== nextOrdinal + index);
    if (misplaced >= 0) throw new StoreError('failed', `source ${sourceId}: row ${nextOrdinal + misplaced} expected, ${records[misplaced]?.ordinal} given`);
    const blocks = packRecords(records);
    await this.#connection.write(['imports', 'records'], async (transaction) => {
      const store = transaction.objectStore('records');
      await Promise.all([
        transaction.objectStore('imports').put({ startedAtMs }, sourceId),
        ...blocks.flatMap(({ firstOrdinal, parts }) => parts.map((value, part) => store.put(value, [sourceId, firstOrdinal, part]))),
      ]);
    });
    running.nextOrdinal = nextOrdinal + records.length;
  }

  /** See Store.addSource. */
  async finish(source: Source): Promise<void> {
    await this.#connection.write(['imports', 'records', 'sources'], async (transaction) => {
      const sources = transaction.objectStore('sources');
      const [known, stored] = await Promise.all([sources.getKey(keysUnder(source.id)), countRecords(transaction, source.id)]);
      if (known) throw new StoreError('failed', `source ${source.id} is already there`);
      if (stored !== source.rowCount) throw new StoreError('failed', `source ${source.id}: ${source.rowCount} rows announced, ${stored} stored`);
      await Promise.all([
        ...encodeDocument(source).map((value, part) => sources.add(value, [source.id, part])),
        transaction.objectStore('imports').delete(source.id),
      ]);
    });
    this.forget(source.id);
  }

  /** Lets go of an import that the database holds as finished or removed. */
  forget(sourceId: string): void {
    this.#running.get(sourceId)?.release();
    this.#running.delete(sourceId);
  }

  /** Removes the records of imports that nobody carries on. Costs nothing when there are none, however much is stored. */
  async sweep(): Promise<void> {
    const sourceIds = await this.#connection.read(['imports'], (transaction) => transaction.objectStore('imports').getAllKeys());
    for (const sourceId of sourceIds) {
      const release = await this.#locks.take(this.#lockName(sourceId));
      if (!release) continue;
      // What cannot be removed now, as on a full disk, stays invisible and listed for the next opening.
      await this.#remove(sourceId).catch(() => undefined);
      release();
    }
  }

  async #begin(sourceId: string): Promise<RunningImport> {
    const release = await this.#locks.take(this.#lockName(sourceId));
    if (!release) throw new StoreError('failed', `source ${sourceId} is being imported elsewhere`);
    try {
      const stored = await this.#connection.read(['records'], (transaction) => transaction.objectStore('records').getKey(keysUnder(sourceId)));
      if (stored) throw new StoreError('failed', `source ${sourceId} has records already`);
    } catch (error) {
      release();
      throw error;
    }
    const running = { startedAtMs: Date.now(), release, nextOrdinal: 0 };
    this.#running.set(sourceId, running);
    return running;
  }

  #remove(sourceId: string): Promise<void> {
    return this.#connection.write(['imports', 'records'], async (transaction) => {
      const imports = transaction.objectStore('imports');
      // It may have been finished between the listing and the lock: then its records belong to a source.
      if ((await imports.getKey(sourceId)) === undefined) return;
      await Promise.all([imports.delete(sourceId), transaction.objectStore('records').delete(keysUnder(sourceId))]);
    });
  }

  #lockName(sourceId: string): string {
    return `${this.#lockPrefix}/import/${sourceId}`;
  }
}

async function countRecords(transaction: Writing, sourceId: string): Promise<number> {
  const store = transaction.objectStore('records');
  const last = await store.openKeyCursor(keysUnder(sourceId), 'prev');
  if (!last) return 0;
  const [, firstOrdinal] = last.key;
  const head = await store.get([sourceId, firstOrdinal, 0]);
  return firstOrdinal + (head?.crcs.length ?? 0);
}
