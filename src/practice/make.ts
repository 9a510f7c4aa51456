import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { practiceEmbedderFiles } from './embedder.ts';
import { practiceModelFiles } from './files.ts';
import { practiceStudentFiles } from './student.ts';

// Writes the files of the practice oracle, the practice student and the practice embedder, which are part of the repository: `npm run make:practice-model`.
write('tain-practice', practiceModelFiles());
write('tain-practice-student', practiceStudentFiles());
write('tain-practice-embedder', practiceEmbedderFiles());

function write(model: string, files: ReadonlyMap<string, Uint8Array>): void {
  const folder = fileURLToPath(new URL(`../../public/models/${model}/`, import.meta.url));
  for (const [name, bytes] of files) {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, bytes);
    console.log(`${model}/${name}: ${bytes.length} bytes`);
  }
}
