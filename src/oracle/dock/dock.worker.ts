import type { Port } from '../../bridge/wire.ts';
import { watchRequests } from '../../seal/watch-requests.ts';
import { NETWORK, type WeightSource } from './weight-source.ts';
import { serveDock } from './serve-dock.ts';

const tellAnswer = watchRequests('dock');
const source: WeightSource = {
  ...NETWORK,
  fetch: async (url, fromByte, signal) => {
    const answer = await NETWORK.fetch(url, fromByte, signal);
    tellAnswer(url, answer);
    return answer;
  },
};
// The DOM library takes every script for a page's; in a worker the global scope is a port.
serveDock(globalThis as unknown as Port, source);
