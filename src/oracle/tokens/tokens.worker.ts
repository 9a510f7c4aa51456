import type { Port } from '../../bridge/wire.ts';
import { ModelTokenCounter } from './model-token-counter.ts';
import { serveTokenCounter } from './serve-tokens.ts';

// The DOM library takes every script for a page's; in a worker the global scope is a port.
serveTokenCounter(globalThis as unknown as Port, new ModelTokenCounter());
