import type { OracleSpec } from '../../src/core/run.ts';
import type { Embedder } from '../../src/oracle/embedder.ts';
import type { ModelCard } from '../../src/oracle/model-card.ts';
import type { Oracle } from '../../src/oracle/oracle.ts';
import type { DeviceReport, OfferStanding, OracleOffer, Oracles } from '../../src/oracle/oracles.ts';
import { type StoredModel, WeightError } from '../../src/oracle/shelf.ts';
import type { Student } from '../../src/oracle/student.ts';
import type { TokenCounter } from '../../src/oracle/token-counter.ts';
import { ScriptedEmbedder, ScriptedStudent, ScriptedTokenCounter } from './scripted-measures.ts';
import { type Script, ScriptedOracle } from './scripted-oracle.ts';
import { ScriptedShelf, storedModel } from './scripted-shelf.ts';

const APACHE = { name: 'Apache 2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' };
const LLAMA = { name: 'Llama 3.2 Community', url: 'https://www.llama.com/llama3_2/license/', bindsTrainees: true } as const;

const REPORT: DeviceReport = {
  secureContext: true,
  gpu: { vendor: 'acme', architecture: 'tile-2', description: 'Acme Tile 2 Pro', software: false, shaderF16: true, maxBufferBytes: 4e9 },
  logicalCores: 10,
  memoryBytes: 8e9,
  storageFreeBytes: 212e9,
  guessedGpuBytes: 6e9,
};

const PRACTICE: OracleSpec = {
  engine: 'transformers',
  modelId: 'scripted/practice',
  revision: '1',
  device: 'wasm',
  dtype: 'fp32',
  contextTokens: 4096,
  lanes: 'auto',
  practice: true,
};

const RECOMMENDED: OfferStanding = { kind: 'recommended', because: 'best-that-fits' };
const other = (because: (OfferStanding & { kind: 'other' })['because']): OfferStanding => ({ kind: 'other', because });

const STANDINGS: Readonly<Record<string, OfferStanding>> = {
  'acme/Large-7B': RECOMMENDED,
  'acme/Small-0.5B': other('smaller'),
  'acme/Llama-1B': other('smaller'),
  'acme/Wide-9B': other('memory-tight'),
  'acme/Huge-32B': other('refused'),
  'acme/Half-3B': other('refused'),
  [PRACTICE.modelId]: other('practice'),
};

const REFUSALS: Readonly<Record<string, OracleOffer['refusal']>> = { 'acme/Huge-32B': 'memory-too-small', 'acme/Half-3B': 'no-shader-f16' };

/** A counter whose oracles are all scripted: some must be downloaded, one is here, the practice oracle, and two cannot run. Looks up `somebody/model` and nothing else. */
export class ScriptedOracles implements Oracles {
  readonly shelf: ScriptedShelf;
  readonly #script: Script;
  readonly #report: DeviceReport;

  constructor(script: Script, shelf = new ScriptedShelf({ stepMs: script.pieceMs }, [storedModel(card('Acme Small 0.5B', 'acme/Small-0.5B', 0.49))]), report = REPORT) {
    this.#script = script;
    this.shelf = shelf;
    this.#report = report;
  }

  probe(): Promise<DeviceReport> {
    return Promise.resolve(this.#report);
  }

  async offers(): Promise<OracleOffer[]> {
    const stored = await this.shelf.models();
    const cards: ModelCard[] = [
      card('Acme Large 7B', 'acme/Large-7B', 7.6),
      card('Acme Small 0.5B', 'acme/Small-0.5B', 0.49),
      { ...card('Acme Llama 1B', 'acme/Llama-1B', 1.2), licence: LLAMA },
      card('Acme Wide 9B', 'acme/Wide-9B', 9.2),
      practiceCard(),
      card('Acme Huge 32B', 'acme/Huge-32B', 32),
      card('Acme Half 3B', 'acme/Half-3B', 3.1),
    ];
    const known = new Set(cards.map(({ spec }) => spec.modelId));
    const others = stored.filter(({ card: { spec } }) => !known.has(spec.modelId)).map((model) => model.card);
    return [...cards, ...others].map((one) => offer(one, stored));
  }

  async lookUp(modelId: string, _report: DeviceReport, signal: AbortSignal): Promise<OracleOffer[]> {
    await new Promise((resolve) => setTimeout(resolve, this.#script.pieceMs));
    signal.throwIfAborted();
    if (modelId !== 'somebody/model') throw new WeightError('not-found', modelId);
    return [offer(card('model', modelId, 2), await this.shelf.models())];
  }

  open(): Oracle {
    return new ScriptedOracle(this.#script);
  }

  /** One that must be downloaded, the practice model, and one that cannot run. */
  async students(): Promise<OracleOffer[]> {
    const stored = await this.shelf.models();
    return [onnxCard('Acme Base 0.1B', 'acme/Base-0.1B', 0.13), practiceCard(), onnxCard('Acme Huge 32B', 'acme/Huge-32B', 32)].map((one) => offer(one, stored));
  }

  /** One that must be downloaded, and the practice embedder. */
  async embedders(): Promise<OracleOffer[]> {
    const stored = await this.shelf.models();
    return [onnxCard('Acme Sentences', 'acme/Sentences', 0.02), practiceEmbedder()].map((one) => offer(one, stored));
  }

  openStudent(): Student {
    return new ScriptedStudent({ stepMs: this.#script.pieceMs });
  }

  openEmbedder(): Embedder {
    return new ScriptedEmbedder({ stepMs: this.#script.pieceMs });
  }

  openTokenCounter(): TokenCounter {
    return new ScriptedTokenCounter();
  }
}

function offer(one: ModelCard, models: readonly StoredModel[]): OracleOffer {
  const stored = models.find(({ card: { spec }, missing }) => spec.modelId === one.spec.modelId && missing.length === 0);
  const spec = { ...one.spec, revision: stored?.card.spec.revision ?? one.spec.revision };
  return { ...one, spec, refusal: REFUSALS[spec.modelId], standing: STANDINGS[spec.modelId] ?? other('unknown-model'), stored };
}

function card(title: string, modelId: string, parametersBillions: number): ModelCard {
  const downloadBytes = parametersBillions * 0.56e9;
  return {
    spec: { engine: 'webllm', modelId, revision: 'main', device: 'webgpu', dtype: 'q4f16_1', contextTokens: 4096, lanes: 1, practice: false },
    title, licence: APACHE, parametersBillions, downloadBytes, memoryBytes: downloadBytes + 6e8, contextTokenBytes: 1e5, contextTokensMax: 32_768,
    languages: ['en', 'zh', 'fr', 'es', 'de'], strengths: ['balanced', 'many-languages'], gpu: { shaderF16: true, bufferBytes: 1e8 }, thinks: true,
  };
}

function onnxCard(title: string, modelId: string, parametersBillions: number): ModelCard {
  const plain = card(title, modelId, parametersBillions);
  return { ...plain, spec: { ...plain.spec, engine: 'transformers', device: 'wasm', dtype: 'q8' }, gpu: undefined, thinks: false };
}

function practiceEmbedder(): ModelCard {
  return { ...practiceCard(), spec: { ...PRACTICE, modelId: 'scripted/practice-embedder', contextTokens: 256 }, title: 'Practice embedder' };
}

function practiceCard(): ModelCard {
  return {
    spec: PRACTICE,
    title: 'Practice oracle', licence: APACHE, parametersBillions: 0.0002, downloadBytes: 0, memoryBytes: 40e6, contextTokensMax: 4096,
    languages: [], strengths: ['trial'], gpu: undefined, thinks: false,
  };
}
