import type { Port } from '../../bridge/wire.ts';
import { serveStudent } from '../serve-measures.ts';
import { TransformersStudent } from './scores/transformers-student.ts';

// The DOM library takes every script for a page's; in a worker the global scope is a port.
serveStudent(globalThis as unknown as Port, new TransformersStudent());
