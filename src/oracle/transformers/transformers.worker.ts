import type { Port } from '../../bridge/wire.ts';
import { serveOracle } from '../serve-oracle.ts';
import { TriedOracle } from '../tried-oracle.ts';
import { TransformersOracle } from './transformers-oracle.ts';

// The DOM library takes every script for a page's; in a worker the global scope is a port.
serveOracle(globalThis as unknown as Port, new TriedOracle(new TransformersOracle()));
