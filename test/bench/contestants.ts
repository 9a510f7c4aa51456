import type { DeviceName } from '../../src/core/run.ts';
import type { BenchOptions } from './options.ts';
import type { Contestant } from './page/bench-api.ts';

/** Prompts in a padded batch of the library's own. */
const BATCH = 8;

/** The loop that users write today, against which all others are held: the library's default, one prompt after another. */
export const BASELINE: Contestant = { side: 'plain', build: 'asyncify', rows: 1, without: [], phases: 'first' };

/** Everybody who is measured on a device, in the order of the table. */
export function contestantsOn(device: DeviceName, { lanes, extent, gpu }: BenchOptions): Contestant[] {
  const plain = (build: Contestant['build'], rows: number): Contestant => ({ ...BASELINE, build, rows });
  const tain = (rows: number, changed: Partial<Contestant> = {}): Contestant => ({ side: 'tain', build: 'jspi', rows, without: [], phases: 'first', ...changed });
  const most = Math.max(...lanes.filter((count) => count <= BATCH));
  if (extent === 'brief') return [BASELINE, ...lanes.map((count) => tain(count))];
  const contestants = [
    BASELINE,
    plain('jspi', 1),
    // Each new shape of a batch compiles anew, on a software GPU for longer than the answers take.
    ...(device === 'wasm' || gpu ? [plain('asyncify', BATCH), plain('jspi', BATCH)] : []),
    ...lanes.map((count) => tain(count)),
    tain(most, { build: 'asyncify' }),
    tain(1, { without: ['holding'] }),
    tain(most, { without: ['holding'] }),
    tain(1, { without: ['guessing'] }),
    ...(extent === 'full' ? [tain(most, { phases: 'afresh' }), tain(most, { phases: 'continued' })] : []),
  ];
  return contestants.filter((one, index) => contestants.findIndex((other) => sameContestant(one, other)) === index);
}

/** Whether both answer in the same way. */
export function sameContestant(one: Contestant, other: Contestant): boolean {
  return one.side === other.side && one.build === other.build && one.rows === other.rows && one.phases === other.phases && one.without.join() === other.without.join();
}

const WITHOUT = { holding: 'nothing held', guessing: 'nothing guessed' } as const;

/** A contestant in words. */
export function contestantName({ side, build, rows, without, phases }: Contestant): string {
  const who = side === 'plain' ? (rows === 1 ? 'library, one by one' : `library, batches of ${rows}`) : `Tain, ${rows} ${rows === 1 ? 'lane' : 'lanes'}`;
  const how = [build === 'jspi' ? 'JSPI' : 'default build', ...without.map((part) => WITHOUT[part]), ...(phases === 'first' ? [] : [`phase 2 ${phases}`])];
  return `${who} (${how.join(', ')})`;
}
