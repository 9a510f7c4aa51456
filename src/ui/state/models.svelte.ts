import type { OracleSpec } from '../../core/run.ts';
import type { ModelCard } from '../../oracle/model-card.ts';
import type { DroppedFile, ModelShelf, PackedModel, StorageReport, StoredModel, TransferProgress } from '../../oracle/shelf.ts';
import { describeFailure, type Failure } from '../messages/failures.ts';
import { specKey, storedKey } from '../oracle-key.ts';

/** What is being done with a model's weights. */
export type ModelWorkKind = 'fetch' | 'check' | 'import' | 'pack' | 'remove';

/** A piece of work with weights; there is one at a time. */
export interface ModelWork {
  readonly kind: ModelWorkKind;
  /** `specKey` or `storedKey` of the model; `''` for an import, of which the model is not yet known. */
  readonly key: string;
}

/** The end of a piece of work: a failure, or what came of it. */
export interface ModelWorkEnd extends ModelWork {
  readonly failure?: Failure;
  /** The model as it is afterwards; absent when it is gone. */
  readonly model?: StoredModel;
}

/** The key under which imports report. */
export const IMPORT_KEY = '';

/** The models on this machine and what is done with them. No method rejects: failures show in `failure` and `ended`. */
export class Models {
  /** Undefined until they are read for the first time. The latest used first. */
  stored = $state.raw<readonly StoredModel[] | undefined>();
  storage = $state.raw<StorageReport | undefined>();
  /** Why the list could not be read, or the browser was asked in vain to keep it. */
  failure = $state.raw<Failure | undefined>();
  work = $state.raw<ModelWork | undefined>();
  progress = $state.raw<TransferProgress | undefined>();
  /** How the latest piece of work ended, unless it was cancelled. */
  ended = $state.raw<ModelWorkEnd | undefined>();
  /** The model that was packed last, and which one it is. */
  packed = $state.raw<(PackedModel & { readonly key: string }) | undefined>();
  readonly #shelf: ModelShelf;
  readonly #onChange: () => Promise<void>;
  #stop: AbortController | undefined;
  #refreshes = 0;

  /** `onChange` is called, and waited for, after anything that changed what is here. */
  constructor(shelf: ModelShelf, onChange: () => Promise<void>) {
    this.#shelf = shelf;
    this.#onChange = onChange;
  }

  /** Reads the list and the storage again. */
  async refresh(): Promise<void> {
    const refresh = ++this.#refreshes;
    try {
      const [stored, storage] = await Promise.all([this.#shelf.models(), this.#shelf.storage()]);
      if (refresh !== this.#refreshes) return;
      [this.stored, this.storage, this.failure] = [stored, storage, undefined];
    } catch (error) {
      if (refresh === this.#refreshes) this.failure = describeFailure(error);
    }
  }

  /** The very revision that a specification names, complete; undefined when it is not here. A branch is met by whichever of its commits came. */
  exactly(spec: OracleSpec): StoredModel | undefined {
    const meets = ({ revision }: OracleSpec) => revision === spec.revision || spec.revision === 'main';
    return this.stored?.find(({ card, missing }) => missing.length === 0 && specKey(card.spec) === specKey(spec) && meets(card.spec));
  }

  /** Brings a model's weights here, or what is missing of them. */
  fetch(card: ModelCard, key = specKey(card.spec)): Promise<void> {
    return this.#do({ kind: 'fetch', key }, (signal) => this.#shelf.fetch(card, this.#report, signal));
  }

  /** Holds every byte of a model against its hash. */
  check(model: StoredModel): Promise<void> {
    return this.#do({ kind: 'check', key: storedKey(model) }, (signal) => this.#shelf.check(model, this.#report, signal));
  }

  /** Takes a model from the disk. */
  importFiles(files: readonly DroppedFile[]): Promise<void> {
    return this.#do({ kind: 'import', key: IMPORT_KEY }, (signal) => this.#shelf.importModel(files, this.#report, signal));
  }

  /** Makes one file of a model, to be found in `packed`. */
  pack(model: StoredModel): Promise<void> {
    const key = storedKey(model);
    this.packed = undefined;
    return this.#do({ kind: 'pack', key }, async () => {
      this.packed = { ...(await this.#shelf.pack(model)), key };
      return model;
    });
  }

  remove(model: StoredModel): Promise<void> {
    const key = storedKey(model);
    if (this.packed?.key === key) this.packed = undefined;
    return this.#do({ kind: 'remove', key }, async () => {
      await this.#shelf.remove(model);
      return undefined;
    });
  }

  /** Asks the browser not to clear what is stored. */
  async persist(): Promise<void> {
    await this.#shelf.persist().catch(() => false);
    await this.refresh();
  }

  /** Ends the work; what has arrived of a download is kept. */
  cancel(): void {
    this.#stop?.abort();
  }

  readonly #report = (progress: TransferProgress): void => {
    this.progress = progress;
  };

  async #do(work: ModelWork, task: (signal: AbortSignal) => Promise<StoredModel | undefined>): Promise<void> {
    if (this.work) return;
    const { signal } = (this.#stop = new AbortController());
    this.work = work;
    this.progress = undefined;
    this.ended = undefined;
    try {
      const model = await task(signal);
      await this.#settle();
      this.ended = model ? { ...work, model } : work;
    } catch (error) {
      if (!signal.aborted) this.ended = { ...work, failure: describeFailure(error) };
      // Some of it may have come or gone all the same.
      await this.#settle();
    } finally {
      this.work = undefined;
    }
  }

  async #settle(): Promise<void> {
    await this.refresh();
    await this.#onChange();
  }
}
