import { writeFileSync } from 'node:fs';
import { plainLosses, REFERENCE_MODELS } from './plain-losses.ts';

// Writes the known losses anew, after a change of the practice model: `npx tsx test/oracle/transformers/scores/write-reference-losses.ts`.
const losses: Record<string, unknown> = {};
for (const [name, files] of Object.entries(REFERENCE_MODELS)) losses[name] = await plainLosses(files);
writeFileSync(new URL('reference-losses.json', import.meta.url), `${JSON.stringify(losses, undefined, 2)}\n`);
