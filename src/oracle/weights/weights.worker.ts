import type { Port } from '../../bridge/wire.ts';
import { probeDevice } from '../probe.ts';
import { serveWeights } from './serve-weights.ts';

// The DOM library takes every script for a page's; in a worker the global scope is a port.
serveWeights(globalThis as unknown as Port, probeDevice);
