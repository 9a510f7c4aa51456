import { SvelteMap } from 'svelte/reactivity';
import type { EditionReport } from '../../quality/edition-report.ts';
import type { MeasuredReport } from '../../pipeline/describe.ts';
import type { ReportDesk } from '../../pipeline/report-desk.ts';
import type { EditionOption } from '../edition-options.ts';
import { Description } from './description.svelte.ts';

/** The two editions that a run's report compares, by the keys of their options. */
export interface ComparedKeys {
  readonly before: string;
  readonly after: string;
}

/** The measurings of an edition that are looked at. */
export interface MeasuringIds {
  readonly studentId: string | undefined;
  readonly embedderId: string | undefined;
}

/** What has been described at this visit. Kept while other screens are shown: to describe a large edition takes a minute. */
export class Reports {
  /** The choice on each run's report, by the run's id. */
  readonly compared = new SvelteMap<string, ComparedKeys>();
  readonly #desk: ReportDesk;
  // eslint-disable-next-line svelte/prefer-svelte-reactivity -- descriptions are looked up by key, the map itself is never shown
  readonly #editions = new Map<string, Description<EditionReport>>();
  // eslint-disable-next-line svelte/prefer-svelte-reactivity -- as above
  readonly #measured = new Map<string, Description<MeasuredReport>>();

  constructor(desk: ReportDesk) {
    this.#desk = desk;
  }

  /** The description of an edition, always the same one; begun by whoever wants it. */
  of({ key, edition, rows }: EditionOption): Description<EditionReport> {
    const known = this.#editions.get(key) ?? new Description((onProgress, signal) => this.#desk.describe(edition, rows, onProgress, signal));
    this.#editions.set(key, known);
    return known;
  }

  /** The same for what a student and an embedder have found of an edition, by the ids of their measurings. */
  measuredOf({ key, edition, rows }: EditionOption, ids: MeasuringIds): Description<MeasuredReport> {
    const place = JSON.stringify([key, ids.studentId, ids.embedderId]);
    const known = this.#measured.get(place) ?? new Description((onProgress, signal) => this.#desk.measured({ edition, rows, ...ids }, onProgress, signal));
    this.#measured.set(place, known);
    return known;
  }
}
