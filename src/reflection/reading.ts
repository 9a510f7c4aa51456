import type { Answer } from '../core/answer.ts';
import type { CritiqueNote, KeptReason } from '../core/verdict.ts';

/** The part of an answer that is read. */
export type ReadableAnswer = Pick<Answer, 'text' | 'finishReason'>;

/** The new texts of an answer, both whole; no instruction in the response phase. */
export interface NewTexts {
  readonly instruction?: string;
  readonly response: string;
}

/** An answer, read: the critique as far as the text allows, and the new texts whole or why there are none. */
export type Reading = { readonly critique: readonly CritiqueNote[] } & ({ readonly texts: NewTexts } | { readonly reason: KeptReason });

/** An answer that is still being written, taken apart for the eye. */
export interface PartialReading {
  readonly critique: readonly CritiqueNote[];
  /** Undefined until it has begun; always undefined in the response phase. */
  readonly instruction: string | undefined;
  /** Undefined until it has begun. */
  readonly response: string | undefined;
}
