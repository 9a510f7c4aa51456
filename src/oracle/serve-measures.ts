import { serve } from '../bridge/serve.ts';
import type { Port } from '../bridge/wire.ts';
import type { Embedder } from './embedder.ts';
import type { EmbedderCalls, StudentCalls } from './measure-calls.ts';
import type { Student } from './student.ts';

/** The worker's end of a student: serves `student` to the page at the other end of `port`. */
export function serveStudent(port: Port, student: Student): void {
  serve<StudentCalls>(port, {
    load: async (spec, { emit, signal }) => {
      await student.load(spec, emit, signal);
      return undefined;
    },
    score: async (items, { emit, signal }) => {
      await student.score(items, emit, signal);
      return undefined;
    },
  });
}

/** The worker's end of an embedder: serves `embedder` to the page at the other end of `port`. */
export function serveEmbedder(port: Port, embedder: Embedder): void {
  serve<EmbedderCalls>(port, {
    load: (spec, { emit, signal }) => embedder.load(spec, emit, signal),
    embed: async (texts, { emit, signal }) => {
      await embedder.embed(texts, emit, signal);
      return undefined;
    },
  });
}
