import type { Measure, MeasureValue } from '../core/measuring.ts';
import type { Pair } from '../core/pair.ts';
import type { Embedder, Embedding } from '../oracle/embedder.ts';
import type { LoadProgress } from '../oracle/oracle.ts';
import type { Oracles } from '../oracle/oracles.ts';
import { cosine } from '../quality/coherence.ts';
import type { OpenMeasure } from './measure-page.ts';
import type { ModelInstrument } from './measurings.ts';
import { scoreRequests } from './pair-scores.ts';

/** Called with measures that are new, and with the tokens that were read for them. */
export type OnMeasured = (measures: readonly Measure[], tokens: number) => void;

/** A loaded model that measures records. */
export interface OpenInstrument {
  /** Resolves when all are measured; `onMeasured` gets them as they come. Rejects as `Student.score` and `Embedder.embed` do. */
  measure(open: readonly OpenMeasure[], onMeasured: OnMeasured, signal: AbortSignal): Promise<void>;
  close(): Promise<void>;
}

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
    return opened;
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
        onMeasured(scored.flatMap(({ index, score }) => measureOf(open[index], { kind: 'pair', ...score })), tokens);
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
  onMeasured(open.filter((one) => !whole.includes(one)).flatMap((one) => measureOf(one, { kind: 'unscored', reason: 'empty-target' })), 0);
  const halves = new Map<number, Embedding>();
  const texts = whole.flatMap(({ row }) => [questionText(row.pair), row.pair.response]);
  if (texts.length === 0) return;
  await embedder.embed(
    texts,
    ({ tokens, embedded }) => {
      const complete = embedded.flatMap(({ index, embedding }) => {
        const place = Math.floor(index / 2);
        const other = halves.get(place);
        if (other) return measureOf(whole[place], coherenceValue(other, embedding));
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

/** A student's new scores lie beside those that are known of the same texts. */
function measureOf(open: OpenMeasure | undefined, value: MeasureValue): Measure[] {
  if (!open) return [];
  const { row, pairMark, known } = open;
  return [{ ordinal: row.ordinal, pairMark, value: known?.kind === 'pair' && value.kind === 'pair' ? { ...known, ...value } : value }];
}
