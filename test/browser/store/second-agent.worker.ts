import { openStore } from '../../../src/store/open-store.ts';
import { makeRecords } from './samples.ts';

/** What the test asks of the worker; it answers each with `true` or `false`. */
export type SecondAgentOrder = { name: string } & ({ order: 'import'; sourceId: string } | { order: 'claim'; runId: string });

async function obey(order: SecondAgentOrder): Promise<boolean> {
  const store = await openStore({ name: order.name });
  if (order.order === 'claim') return (await store.claimRun(order.runId)) !== undefined;
  await store.appendRecords(order.sourceId, makeRecords([10, 60_000]));
  return true;
}

addEventListener('message', (event: MessageEvent<SecondAgentOrder>) => {
  void obey(event.data).then((answer) => postMessage(answer));
});
