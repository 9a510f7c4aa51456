import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { practiceModelFiles } from './files.ts';

// Writes the practice oracle's files, which are part of the repository: `npm run make:practice-model`.
const folder = fileURLToPath(new URL('../../public/models/tain-practice/', import.meta.url));
for (const [name, bytes] of practiceModelFiles()) {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, bytes);
  console.log(`${name}: ${bytes.length} bytes`);
}
