import type { GrammarMatcher } from '@mlc-ai/web-xgrammar';

/** A set of tokens: the bit of token 0 is the lowest of the first number. */
export type TokenSet = Int32Array;

/** What may come next in one answer that must have a form. */
export interface Constraint {
  /** Finds out which tokens may come next. To be awaited before each token. Rejects when none may. */
  look(): Promise<void>;
  /** The form is complete and nothing may be added. */
  readonly complete: boolean;
  /** The logits of a row with those of all other tokens out of the question. The array is used again for the next token. */
  narrow(logits: ArrayLike<number>, start: number, size: number): ArrayLike<number>;
  /** Notes the token that was chosen. */
  accept(token: number): void;
  /** Frees what it holds. */
  dispose(): void;
}

/** The part of XGrammar's matcher that is used. */
export type Matcher = Pick<GrammarMatcher, 'getNextTokenBitmask' | 'acceptToken' | 'dispose'>;

/** A {@link Constraint} by one of XGrammar's matchers. `endTokens` end an answer; `forbidden` are tokens that the form may never hold, whatever the matcher says. */
export class GrammarConstraint implements Constraint {
  readonly #matcher: Matcher;
  readonly #endTokens: TokenSet;
  readonly #forbidden: TokenSet;
  #allowed: TokenSet = new Int32Array(0);
  #narrowed = new Float32Array(0);
  #complete = false;

  constructor(matcher: Matcher, endTokens: TokenSet, forbidden: TokenSet) {
    this.#matcher = matcher;
    this.#endTokens = endTokens;
    this.#forbidden = forbidden;
  }

  get complete(): boolean {
    return this.#complete;
  }

  async look(): Promise<void> {
    const allowed = await this.#matcher.getNextTokenBitmask();
    let any = 0;
    let beyondEnd = 0;
    for (let word = 0; word < allowed.length; word++) {
      const bits = (allowed[word] ?? 0) & ~(this.#forbidden[word] ?? 0);
      allowed[word] = bits;
      any |= bits;
      beyondEnd |= bits & ~(this.#endTokens[word] ?? 0);
    }
    if (any === 0) throw new Error('no token of the model continues the form that was asked for');
    this.#complete = beyondEnd === 0;
    this.#allowed = allowed;
  }

  narrow(logits: ArrayLike<number>, start: number, size: number): ArrayLike<number> {
    if (this.#narrowed.length !== size) this.#narrowed = new Float32Array(size);
    const narrowed = this.#narrowed.fill(-Infinity);
    for (const [word, bits] of this.#allowed.entries()) {
      // Most of a vocabulary is out of the question most of the time: whole words of it are passed over.
      for (let left = bits; left !== 0; left &= left - 1) {
        const token = word * 32 + 31 - Math.clz32(left & -left);
        if (token < size) narrowed[token] = logits[start + token] ?? -Infinity;
      }
    }
    return narrowed;
  }

  accept(token: number): void {
    if (!this.#matcher.acceptToken(token)) throw new Error(`token ${token} does not fit the form that was asked for`);
  }

  dispose(): void {
    this.#matcher.dispose();
  }
}

/** The set of these tokens, of a vocabulary of `size`. */
export function tokenSet(tokens: Iterable<number>, size: number): TokenSet {
  const set = new Int32Array(Math.ceil(size / 32));
  for (const token of tokens) if (token < size) set[token >> 5] = (set[token >> 5] ?? 0) | (1 << (token & 31));
  return set;
}
