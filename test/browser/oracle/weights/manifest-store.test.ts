import { beforeEach, expect, it } from 'vitest';
import { newManifest } from '../../../../src/oracle/weights/manifest.ts';
import { changeManifest, readManifests, takeManifest, writeManifest } from '../../../../src/oracle/weights/manifest-store.ts';
import type { StoredFile } from '../../../../src/oracle/weights/weight-file.ts';
import { CARD, COMMIT, SPEC } from './model-files.ts';
import { emptyWeights } from './rig.ts';

const OTHER = { ...SPEC, dtype: 'q0' };
const FILE: StoredFile = { scope: 'webllm/model', url: 'https://weights.example/a', path: 'a', sizeBytes: 1, sha256: '0'.repeat(64), crc32: 0 };

beforeEach(emptyWeights);

it('manifests are listed whole while others are written and removed', async () => {
  await writeManifest(newManifest(CARD, COMMIT, [FILE], 'import', 0));
  let writing = true;
  const write = async () => {
    for (let round = 1; round <= 60; round++) {
      await changeManifest(SPEC, (manifest) => ({ ...manifest, lastUsedAtMs: round }));
      await writeManifest(newManifest({ ...CARD, spec: OTHER }, COMMIT, [FILE], 'import', 0));
      await takeManifest(OTHER);
    }
    writing = false;
  };
  const written = write();
  let lists = 0;
  while (writing) {
    const formats = (await readManifests()).map(({ card }) => card.spec.dtype);
    expect(formats).toContain(SPEC.dtype);
    lists += 1;
  }
  await written;
  expect(lists).toBeGreaterThan(20);
});
