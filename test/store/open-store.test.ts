import { expect, test } from 'vitest';
import { openStore } from '../../src/store/open-store.ts';
import { StoreError } from '../../src/store/store.ts';

test('where there is no IndexedDB, as here, the store says so', async () => {
  await expect(openStore()).rejects.toEqual(new StoreError('unavailable', 'no IndexedDB'));
});
