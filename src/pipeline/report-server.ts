import { serve } from '../bridge/serve.ts';
import type { Port } from '../bridge/wire.ts';
import { VerbReader } from '../quality/verb-reader.ts';
import type { Store } from '../store/store.ts';
import { describeEdition, describeMeasured } from './describe.ts';
import { openOnce } from './open-once.ts';
import type { ReportCalls } from './report-calls.ts';

/** Answers the page's report calls on `port`. The store is opened with the first call, and again after an opening that failed. */
export function serveReports(port: Port, openStore: () => Promise<Store>): void {
  const store = openOnce(openStore);
  const verbs = new VerbReader();
  serve<ReportCalls>(port, {
    describe: async ({ edition, rows }, { emit, signal }) => describeEdition(edition, rows, await store(), { onProgress: emit, signal }, verbs),
    measured: async (wish, { emit, signal }) => describeMeasured(wish, await store(), { onProgress: emit, signal }),
  });
}
