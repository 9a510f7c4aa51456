import { SvelteMap } from 'svelte/reactivity';
import type { CoherenceReport } from '../../quality/coherence-report.ts';
import type { EditionReport } from '../../quality/edition-report.ts';
import type { ReportDesk } from '../../pipeline/report-desk.ts';
import type { EditionOption } from '../edition-options.ts';
import { Description } from './description.svelte.ts';

/** The two editions that a run's report compares, by the keys of their options. */
export interface ComparedKeys {
  readonly before: string;
  readonly after: string;
}

/** What has been described at this visit. Kept while other screens are shown: to describe a large edition takes a minute. */
export class Reports {
  /** The choice on each run's report, by the run's id. */
  readonly compared = new SvelteMap<string, ComparedKeys>();
  readonly #desk: ReportDesk;
  // eslint-disable-next-line svelte/prefer-svelte-reactivity -- descriptions are looked up by key, the map itself is never shown
  readonly #editions = new Map<string, Description<EditionReport>>();
  // eslint-disable-next-line svelte/prefer-svelte-reactivity -- as above
  readonly #coherences = new Map<string, Description<CoherenceReport>>();

  constructor(desk: ReportDesk) {
    this.#desk = desk;
  }

  /** The description of an edition, always the same one; begun by whoever wants it. */
  of({ key, edition, rows }: EditionOption): Description<EditionReport> {
    const known = this.#editions.get(key) ?? new Description((onProgress, signal) => this.#desk.describe(edition, rows, onProgress, signal));
    this.#editions.set(key, known);
    return known;
  }

  /** The same for what an embedder's measuring found of an edition. */
  coherenceOf(measuringId: string, { key, rows }: EditionOption): Description<CoherenceReport> {
    const place = `${measuringId}/${key}`;
    const known = this.#coherences.get(place) ?? new Description((onProgress, signal) => this.#desk.coherence(measuringId, rows, onProgress, signal));
    this.#coherences.set(place, known);
    return known;
  }
}
