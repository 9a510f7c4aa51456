import type { Port } from '../../bridge/wire.ts';
import { serveEmbedder } from '../serve-measures.ts';
import { TransformersEmbedder } from './embeddings/transformers-embedder.ts';

// The DOM library takes every script for a page's; in a worker the global scope is a port.
serveEmbedder(globalThis as unknown as Port, new TransformersEmbedder());
