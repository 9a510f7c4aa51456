import type { Measure, MeasureValue } from '../core/measuring.ts';
import type { Pair } from '../core/pair.ts';
import type { Embedder, Embedding } from '../oracle/embedder.ts';
import type { LoadProgress } from '../oracle/oracle.ts';
import type { Oracles } from '../oracle/oracles.ts';
import { cosine } from '../quality/coherence.ts';
import { FailureIsolator } from './isolate-failures.ts';
import { measureOf, type OnMeasured, type OpenInstrument, type OpenMeasure } from './measure-page.ts';
import type { ModelInstrument } from './measurings.ts';
import { scoreRequests } from './pair-scores.ts';

/** Keeps an instrument's model loaded from one measuring to the next, as loading a large one takes long. */
export class InstrumentKeeper {
  readonly #instrument: ModelInstrument;
  readonly #oracles: Pick<Oracles, 'openStudent' | 'openEmbedder'>;
  #opened: OpenInstrument | undefined;

  constructor(instrument: ModelInstrument, oracles: Pick<Oracles, 'openStudent' | 'openEmbedder'>) {
    this.#instrument = instrument;
    this.#oracles = oracles;
  }

  /** The loaded model; `onProgress` hears of its loading, with undefined at its beginning. Rejects as `Oracle.load` does; no worker is left then. */
  async open(onProgress: (progress: LoadProgress | undefined) => void, signal: AbortSignal): Promise<OpenInstrument> {
    if (this.#opened) return this.#opened;
    onProgress(undefined);
    return (this.#opened = await openInstrument(this.#instrument, this.#oracles, onProgress, signal));
  }

  /** Ends the model's worker; the next `open` starts a fresh one. */
  async close(): Promise<void> {
    const opened = this.#opened;
    this.#opened = undefined;
    await opened?.close();
  }
}

async function openInstrument(
  instrument: ModelInstrument,
  oracles: Pick<Oracles, 'openStudent' | 'openEmbedder'>,
  onProgress: (progress: LoadProgress) => void,
  signal: AbortSignal,
): Promise<OpenInstrument> {
  const { opened, model } = instrument.kind === 'student' ? withStudent(instrument, oracles) : withEmbedder(instrument, oracles);
  try {
    await model.load(instrument.spec, onProgress, signal);
    const isolator = new FailureIsolator(opened);
    return { measure: (...asked) => isolator.measure(...asked), close: () => opened.close() };
  } catch (error) {
    await model.close();
    throw error;
  }
}

function withStudent({ spec, template }: ModelInstrument & { kind: 'student' }, oracles: Pick<Oracles, 'openStudent'>) {
  const model = oracles.openStudent(spec);
  const opened: OpenInstrument = {
    measure: async (open, onMeasured, signal) => {
      const requests = open.map(({ row, parts }) => ({ pair: row.pair, parts }));
      await scoreRequests(requests, model, template, signal, ({ tokens, scored }) => {
        onMeasured(scored.flatMap(({ index, score }) => measuresOf(open[index], { kind: 'pair', ...score })), tokens);
      });
    },
    close: () => model.close(),
  };
  return { opened, model };
}

function withEmbedder({ spec }: ModelInstrument & { kind: 'embedder' }, oracles: Pick<Oracles, 'openEmbedder'>) {
  const model = oracles.openEmbedder(spec);
  const opened: OpenInstrument = {
    measure: (open, onMeasured, signal) => measureCoherence(model, open, onMeasured, signal),
    close: () => model.close(),
  };
  return { opened, model };
}

/** Two texts of each record: what is asked, and what is answered. */
async function measureCoherence(embedder: Embedder, open: readonly OpenMeasure[], onMeasured: OnMeasured, signal: AbortSignal): Promise<void> {
  const whole = open.filter(({ row }) => row.pair.response.trim() !== '' && questionText(row.pair).trim() !== '');
  onMeasured(open.filter((one) => !whole.includes(one)).map((one) => measureOf(one, { kind: 'unscored', reason: 'empty-target' })), 0);
  const halves = new Map<number, Embedding>();
  const texts = whole.flatMap(({ row }) => [questionText(row.pair), row.pair.response]);
  if (texts.length === 0) return;
  await embedder.embed(
    texts,
    ({ tokens, embedded }) => {
      const complete = embedded.flatMap(({ index, embedding }) => {
        const place = Math.floor(index / 2);
        const other = halves.get(place);
        if (other) return measuresOf(whole[place], coherenceValue(other, embedding));
        halves.set(place, embedding);
        return [];
      });
      onMeasured(complete, tokens);
    },
    signal,
  );
}

function questionText({ instruction, input }: Pair): string {
  return input === '' ? instruction : `${instruction}\n${input}`;
}

function coherenceValue(one: Embedding, other: Embedding): MeasureValue {
  const value = cosine(one.vector, other.vector);
  if (value === undefined) return { kind: 'unscored', reason: 'not-finite' };
  return { kind: 'coherence', cosine: value, cutTokens: one.cutTokens + other.cutTokens };
}

function measuresOf(open: OpenMeasure | undefined, value: MeasureValue): Measure[] {
  return open ? [measureOf(open, value)] : [];
}
