import type { StartWorker } from '../bridge/wire.ts';
import { type EngineName, leastLanes, type OracleSpec } from '../core/run.ts';
import { CATALOGUE } from './catalogue/catalogue.ts';
import { EMBEDDER_FAMILIES } from './catalogue/embedder-entries.ts';
import { gpuMemoryBudget } from './catalogue/memory-budget.ts';
import { offersFor, offersForRole, offersOfCards } from './catalogue/offers.ts';
import { cardsOf } from './catalogue/repository-cards.ts';
import { asStudent, STUDENT_FAMILIES } from './catalogue/student-entries.ts';
import { askDock } from './dock/dock-client.ts';
import type { Embedder } from './embedder.ts';
import { canServe, type ModelRole } from './model-card.ts';
import type { Oracle } from './oracle.ts';
import type { DeviceReport, OracleOffer, Oracles } from './oracles.ts';
import { NoticingOracle } from './out-of-memory.ts';
import { probeDevice } from './probe.ts';
import type { ModelShelf, StoredModel } from './shelf.ts';
import type { Student } from './student.ts';
import type { TokenCounter } from './token-counter.ts';
import { BrowserShelf } from './weights/browser-shelf.ts';
import { withWeightErrors } from './weights/storage-errors.ts';
import { markUsed } from './weights/stored-models.ts';
import { WorkerEmbedder } from './worker-embedder.ts';
import { WorkerOracle } from './worker-oracle.ts';
import { WorkerStudent } from './worker-student.ts';
import { WorkerTokenCounter } from './worker-token-counter.ts';

/** What the page puts in: how workers are started, and where their scripts and the dock lie. */
export interface CounterSettings {
  readonly startWorker: StartWorker;
  readonly workerUrls: Readonly<Record<EngineName | 'student' | 'embedder' | 'tokens', string>>;
  /** Script of the worker that imports and checks weights. */
  readonly weightsUrl: string;
  readonly dockUrl: string;
}

/** The counter of the page: offers what the catalogue has and what lies here, asks the hub through the dock, opens each oracle in a worker of its own. */
export class OracleCounter implements Oracles {
  readonly shelf: ModelShelf;
  readonly #settings: CounterSettings;

  constructor(settings: CounterSettings) {
    this.#settings = settings;
    this.shelf = new BrowserShelf(settings);
  }

  async probe(): Promise<DeviceReport> {
    const report = await probeDevice();
    // What the catalogue knows of models that ran out of memory makes a better guess.
    return report.gpu ? { ...report, guessedGpuBytes: gpuMemoryBudget(report, CATALOGUE.flat()).comfortableBytes } : report;
  }

  async offers(report: DeviceReport): Promise<OracleOffer[]> {
    return offersFor(report, await this.#stored('oracle'));
  }

  lookUp(modelId: string, report: DeviceReport, signal: AbortSignal): Promise<OracleOffer[]> {
    return withWeightErrors(signal, async () => {
      const facts = await askDock(this.#settings.dockUrl, 'lookUp', modelId, () => undefined, signal);
      return offersOfCards(cardsOf(facts), report, await this.shelf.models());
    });
  }

  open(spec: OracleSpec): Oracle {
    const { startWorker, workerUrls } = this.#settings;
    noteUse(spec);
    return new NoticingOracle(new WorkerOracle(startWorker, workerUrls[spec.engine], leastLanes(spec.lanes)), spec);
  }

  async students(report: DeviceReport): Promise<OracleOffer[]> {
    const stored = (await this.#stored('student')).map((model) => ({ ...model, card: asStudent(model.card) }));
    return offersForRole(STUDENT_FAMILIES, report, stored);
  }

  async embedders(report: DeviceReport): Promise<OracleOffer[]> {
    return offersForRole(EMBEDDER_FAMILIES, report, await this.#stored('embedder'));
  }

  openStudent(spec: OracleSpec): Student {
    noteUse(spec);
    return new WorkerStudent(this.#settings.startWorker, this.#settings.workerUrls.student);
  }

  openEmbedder(spec: OracleSpec): Embedder {
    noteUse(spec);
    return new WorkerEmbedder(this.#settings.startWorker, this.#settings.workerUrls.embedder);
  }

  openTokenCounter(): TokenCounter {
    return new WorkerTokenCounter(this.#settings.startWorker, this.#settings.workerUrls.tokens);
  }

  async #stored(role: ModelRole | 'oracle'): Promise<StoredModel[]> {
    return (await this.shelf.models()).filter(({ card }) => canServe(card, role));
  }
}

/** Only the order of lists hangs on it, so a failure here is none of the model's. */
function noteUse(spec: OracleSpec): void {
  if (!spec.practice) markUsed(spec, Date.now()).catch(() => undefined);
}
