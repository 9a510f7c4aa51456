import type { DeviceName } from '../../src/core/run.ts';
import type { Contestant } from './page/bench-api.ts';

/** Prompts in a padded batch of the library's own. */
const BATCH = 8;

/** The loop that users write today, against which all others are held: the library's default, one prompt after another. */
export const BASELINE: Contestant = { side: 'plain', build: 'asyncify', rows: 1, reuse: false };

/** Everybody who is measured on a device, in the order of the table. */
export function contestantsOn(device: DeviceName, lanes: readonly number[]): Contestant[] {
  const plain = (build: Contestant['build'], rows: number): Contestant => ({ ...BASELINE, build, rows });
  const tain = (rows: number, changed: Partial<Contestant> = {}): Contestant => ({ side: 'tain', build: 'jspi', rows, reuse: true, ...changed });
  const most = Math.max(...lanes.filter((count) => count <= BATCH));
  const contestants = [
    BASELINE,
    plain('jspi', 1),
    // Each new shape of a batch compiles anew on a GPU, for longer than the answers take.
    ...(device === 'wasm' ? [plain('asyncify', BATCH), plain('jspi', BATCH)] : []),
    ...lanes.map((count) => tain(count)),
    tain(most, { build: 'asyncify' }),
    tain(1, { reuse: false }),
  ];
  return contestants.filter((one, index) => contestants.findIndex((other) => sameContestant(one, other)) === index);
}

/** Whether both answer in the same way. */
export function sameContestant(one: Contestant, other: Contestant): boolean {
  return one.side === other.side && one.build === other.build && one.rows === other.rows && one.reuse === other.reuse;
}

/** A contestant in words. */
export function contestantName({ side, build, rows, reuse }: Contestant): string {
  const who = side === 'plain' ? (rows === 1 ? 'library, one by one' : `library, batches of ${rows}`) : `Tain, ${rows} ${rows === 1 ? 'lane' : 'lanes'}`;
  const how = [build === 'jspi' ? 'JSPI' : 'default build', ...(side === 'tain' && !reuse ? ['nothing reused'] : [])];
  return `${who} (${how.join(', ')})`;
}
