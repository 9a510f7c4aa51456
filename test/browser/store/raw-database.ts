/** Opens a database without the store, at its present version or another. */
export function openRaw(name: string, version?: number): Promise<IDBDatabase> {
  return resultOf(indexedDB.open(name, version));
}

/** Resolves with a request's result. */
export function resultOf<Result>(request: IDBRequest<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('no reason given'));
  });
}

/** All keys of an object store, in order. */
export async function rawKeys(name: string, storeName: string): Promise<IDBValidKey[]> {
  const database = await openRaw(name);
  const keys = await resultOf(database.transaction(storeName).objectStore(storeName).getAllKeys());
  database.close();
  return keys;
}

/** All values of an object store, in order of their keys. */
export async function rawValues(name: string, storeName: string): Promise<unknown[]> {
  const database = await openRaw(name);
  const values: unknown[] = await resultOf(database.transaction(storeName).objectStore(storeName).getAll());
  database.close();
  return values;
}

/** Replaces the value at `key` by what `change` makes of it; undefined deletes it. */
export async function tamper(name: string, storeName: string, key: IDBValidKey, change: (value: unknown) => unknown): Promise<void> {
  const database = await openRaw(name);
  const store = database.transaction(storeName, 'readwrite').objectStore(storeName);
  const changed = change(await resultOf<unknown>(store.get(key)));
  await (changed === undefined ? resultOf(store.delete(key)) : resultOf(store.put(changed, key)));
  database.close();
}

/** Flips one bit in the bytes of a stored value. */
export function flipBit(at: number): (value: unknown) => unknown {
  return (value) => {
    // Every value with bytes is an object of the store's own making.
    const { bytes } = value as { bytes: Uint8Array };
    bytes[at] = (bytes[at] ?? 0) ^ 1;
    return value;
  };
}
