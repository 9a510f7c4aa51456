import type { OracleUsage } from '../../src/oracle/oracle.ts';
import type { BenchBrowser } from './browser.ts';
import { contestantName, sameContestant, BASELINE } from './contestants.ts';
import type { Answered, BenchAnswer, BenchModel, Contestant, Opened } from './page/bench-api.ts';
import type { Workload } from './workload.ts';

/** What a contestant did with a workload: the least time of all rounds. */
export interface Measurement {
  readonly contestant: Contestant;
  readonly opened: Opened;
  readonly seconds: number;
  /** Of the browser's processor time, GPU process included. */
  readonly cpuSeconds: number;
  readonly answers: readonly BenchAnswer[];
  readonly wasmBytes: number;
  readonly usage: OracleUsage | undefined;
}

/** Tokens that get a contestant warm: enough for the compiler, few enough for a slow machine. */
const WARM_TOKENS = 4;

/** Has everybody answer the workload, one after the other and all of them in each round, so that a busy minute of the machine hits nobody alone. */
export async function measureAll(browser: BenchBrowser, model: BenchModel, contestants: readonly Contestant[], workload: Workload, rounds: number): Promise<Measurement[]> {
  await browser.page.evaluate((one) => bench.lay(one), model);
  const all: Measurement[] = [];
  for (let round = 1; round <= rounds; round++) {
    for (const contestant of contestants) {
      const measurement = await measure(browser, model, contestant, workload);
      console.log(`${model.name}, ${model.spec.device}, round ${round}, ${contestantName(contestant)}: ${measurement.seconds.toFixed(1)} s, ${measurement.cpuSeconds.toFixed(1)} s of processor time`);
      all.push(measurement);
    }
  }
  return contestants.flatMap((contestant) => bestOf(all.filter((one) => sameContestant(one.contestant, contestant))) ?? []);
}

async function measure(browser: BenchBrowser, model: BenchModel, contestant: Contestant, { questions, warmUps }: Workload): Promise<Measurement> {
  const { page } = browser;
  const opened = await page.evaluate(([one, of]) => bench.open(one, of), [contestant, model] as const);
  // A GPU compiles anew for each number of lanes; WebAssembly is compiled after the first two, and what prompts share has then been seen.
  const count = model.spec.device === 'webgpu' ? opened.rows + 1 : 2;
  const short = warmUps.slice(0, count).map((question) => ({ ...question, options: { ...question.options, maxNewTokens: WARM_TOKENS } }));
  await page.evaluate((list) => bench.answer(list), short);
  const cpuBefore = await browser.cpuSeconds();
  const { durationMs, answers, wasmBytes, usage }: Answered = await page.evaluate((list) => bench.answer(list), questions);
  const cpuSeconds = (await browser.cpuSeconds()) - cpuBefore;
  await page.evaluate(() => bench.close());
  return { contestant, opened, seconds: durationMs / 1000, cpuSeconds, answers, wasmBytes, usage };
}

function bestOf(rounds: readonly Measurement[]): Measurement | undefined {
  const [first] = rounds;
  const least = (figure: (one: Measurement) => number) => Math.min(...rounds.map(figure));
  return first && { ...first, seconds: least(({ seconds }) => seconds), cpuSeconds: least(({ cpuSeconds }) => cpuSeconds) };
}

/** The measurement that all others are held against. */
export function baselineOf(measurements: readonly Measurement[]): Measurement | undefined {
  return measurements.find(({ contestant }) => sameContestant(contestant, BASELINE));
}
