import type { Call } from '../../../../src/bridge/calls.ts';
import { serve } from '../../../../src/bridge/serve.ts';
import type { Port } from '../../../../src/bridge/wire.ts';
import { askFacts } from '../../../../src/oracle/dock/ask-hub.ts';
import type { FetchedWeights } from '../../../../src/oracle/dock/dock-calls.ts';
import { fetchWeights } from '../../../../src/oracle/dock/fetch-weights.ts';
import type { RepositoryFacts } from '../../../../src/oracle/catalogue/repository-facts.ts';
import type { TransferProgress } from '../../../../src/oracle/shelf.ts';
import { withWeightErrors } from '../../../../src/oracle/weights/storage-errors.ts';
import type { WeightAddress } from '../../../../src/oracle/weights/weight-layout.ts';
import { ScriptedHub, type ScriptedRepository } from './scripted-hub.ts';

/** What a test asks of a dock's worker whose hosts are scripted. */
export type RigCalls = {
  fetch: Call<{ readonly address: WeightAddress; readonly repository: ScriptedRepository }, TransferProgress, FetchedWeights>;
  lookUp: Call<ScriptedRepository, undefined, RepositoryFacts>;
  /** What the latest `fetch` asked the hosts, and the pauses it made. */
  log: Call<undefined, undefined, { readonly asked: string[]; readonly pausesMs: number[] }>;
};

let hub: ScriptedHub | undefined;

serve<RigCalls>(globalThis as unknown as Port, {
  fetch: ({ address, repository }, { emit, signal }) => {
    const asked = (hub = new ScriptedHub(repository));
    return withWeightErrors(signal, () => fetchWeights(address, asked, emit, signal));
  },
  lookUp: (repository, { signal }) => withWeightErrors(signal, () => askFacts(repository.id, new ScriptedHub(repository), signal)),
  log: () => Promise.resolve({ asked: hub?.asked ?? [], pausesMs: hub?.pausesMs ?? [] }),
});
