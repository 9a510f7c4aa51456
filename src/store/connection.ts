import { openDB, type IDBPDatabase, type IDBPTransaction } from 'idb';
import { asStoreError } from './failure.ts';
import { SCHEMA_STEPS, type StoreName, type StoreSchema } from './schema.ts';
import { StoreError } from './store.ts';
import { withinTime } from './time-limit.ts';

type Database = IDBPDatabase<StoreSchema>;
type Mode = 'readonly' | 'readwrite';
type Transaction<M extends Mode> = IDBPTransaction<StoreSchema, StoreName[], M>;

/** A transaction that reads. Await nothing but its own requests: it ends as soon as none is pending. */
export type Reading = Transaction<'readonly'>;

/** A transaction that writes. As with {@link Reading}, await nothing foreign. */
export type Writing = Transaction<'readwrite'>;

/** The database, opened when it is needed and again when the browser has closed it. Every failure is a StoreError. */
export class Connection {
  readonly #name: string;
  readonly #timeoutMs: number;
  #opening: Promise<Database> | undefined;
  #closed = false;

  constructor(name: string, timeoutMs: number) {
    this.#name = name;
    this.#timeoutMs = timeoutMs;
  }

  /** Runs `work` in one transaction over the object stores `names`. */
  read<Result>(names: StoreName[], work: (transaction: Reading) => Promise<Result>): Promise<Result> {
    return this.#transact(names, 'readonly', work);
  }

  /** The same for writing: all of it is on disk when the promise resolves, nothing of it when `work` throws. */
  write<Result>(names: StoreName[], work: (transaction: Writing) => Promise<Result>): Promise<Result> {
    return this.#transact(names, 'readwrite', work);
  }

  /** Lets the transactions in progress end; later ones reject. */
  close(): void {
    this.#closed = true;
    this.#opening?.then(
      (database) => database.close(),
      () => undefined,
    );
  }

  #transact<M extends Mode, Result>(names: StoreName[], mode: M, work: (transaction: Transaction<M>) => Promise<Result>): Promise<Result> {
    return withinTime(this.#timeoutMs, `${mode} ${names.join(', ')}`, async (signal) => {
      const database = await this.#open();
      // The call has already been rejected: nothing may be written on its behalf any more.
      signal.throwIfAborted();
      const transaction = database.transaction(names, mode, { durability: 'strict' });
      signal.addEventListener('abort', () => abort(transaction));
      return finish(transaction, work);
    });
  }

  #open(): Promise<Database> {
    if (this.#closed) return Promise.reject(new StoreError('failed', 'the store is closed'));
    this.#opening ??= this.#connect().catch((error: unknown) => {
      this.#opening = undefined;
      throw asStoreError(error);
    });
    return this.#opening;
  }

  #connect(): Promise<Database> {
    return new Promise((resolve, reject) => {
      const opening = openDB<StoreSchema>(this.#name, SCHEMA_STEPS.length, {
        upgrade: (database, oldVersion, _newVersion, upgrade) => {
          for (const step of SCHEMA_STEPS.slice(oldVersion)) step(database, upgrade);
        },
        blocked: () => {
          reject(new StoreError('blocked', 'another tab keeps an older version open'));
          // It may still open later, when nobody waits for it any more.
          void opening.then((database) => database.close(), () => undefined);
        },
        // A newer page wants to upgrade: a connection that stays open would hold it up for good.
        blocking: (_oldVersion, _newVersion, event) => {
          this.#opening = undefined;
          (event.target as IDBDatabase).close();
        },
        terminated: () => (this.#opening = undefined),
      });
      opening.then(resolve, reject);
    });
  }
}

async function finish<M extends Mode, Result>(transaction: Transaction<M>, work: (transaction: Transaction<M>) => Promise<Result>): Promise<Result> {
  // When a request fails, its own error is thrown below; this one would be reported as unhandled.
  transaction.done.catch(() => undefined);
  try {
    const result = await work(transaction);
    await transaction.done;
    return result;
  } catch (error) {
    abort(transaction);
    // A transaction that runs out of space aborts its requests: only the transaction knows why.
    throw asStoreError(transaction.error ?? error);
  }
}

function abort(transaction: Transaction<Mode>): void {
  try {
    transaction.abort();
  } catch {
    // It has already ended, which is what is wanted.
  }
}
