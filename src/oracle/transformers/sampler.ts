import type { AskOptions } from '../../core/prompt.ts';
import { seededRandom } from './random.ts';

/** Chooses the next token of one answer from the model's logits. Equal options and logits give equal tokens. */
export class Sampler {
  readonly #temperature: number;
  readonly #topP: number;
  readonly #random: () => number;
  #weights = new Float64Array(0);

  constructor({ temperature, topP, seed }: Pick<AskOptions, 'temperature' | 'topP' | 'seed'>) {
    this.#temperature = temperature;
    this.#topP = topP;
    this.#random = seededRandom(seed);
  }

  /** The token chosen among `logits[start]` to `logits[start + size - 1]`, counted from `start`. Throws when none of them is a finite number. */
  next(logits: ArrayLike<number>, start: number, size: number): number {
    const best = argmax(logits, start, size);
    // A number format that overflows on this device gives nothing but NaN; the first token for ever would pass for an answer.
    if (best < 0) throw new Error('the model computed no finite logit');
    if (this.#temperature <= 0) return best;
    const total = this.#weigh(logits, start, size, logits[start + best] ?? 0);
    return this.#topP < 1 ? this.#pickFromNucleus(total) : this.#pick(total);
  }

  /** Fills the weights, the largest being 1, and returns their sum. */
  #weigh(logits: ArrayLike<number>, start: number, size: number, highest: number): number {
    if (this.#weights.length !== size) this.#weights = new Float64Array(size);
    let total = 0;
    for (let token = 0; token < size; token++) {
      const weight = Math.exp(((logits[start + token] ?? NaN) - highest) / this.#temperature) || 0;
      this.#weights[token] = weight;
      total += weight;
    }
    return total;
  }

  #pick(total: number): number {
    let left = this.#random() * total;
    let last = 0;
    for (let token = 0; token < this.#weights.length; token++) {
      const weight = this.#weights[token] ?? 0;
      if (weight === 0) continue;
      last = token;
      left -= weight;
      if (left < 0) break;
    }
    return last;
  }

  /** Among the fewest most likely tokens that together reach `topP`. */
  #pickFromNucleus(total: number): number {
    const nucleus = this.#likeliest(total);
    let mass = 0;
    let size = 0;
    while (size < nucleus.length && mass < this.#topP * total) mass += this.#weights[nucleus[size++] ?? 0] ?? 0;
    let left = this.#random() * mass;
    for (const token of nucleus.slice(0, size)) {
      left -= this.#weights[token] ?? 0;
      if (left < 0) return token;
    }
    return nucleus[size - 1] ?? 0;
  }

  /**
   * Tokens by falling weight, without those that cannot belong to the nucleus: all tokens under
   * (1 − topP) · total / size weigh less than (1 − topP) · total together, so the rest reaches topP.
   * That spares sorting a vocabulary of 150,000 for each token.
   */
  #likeliest(total: number): number[] {
    const floor = ((1 - this.#topP) * total) / this.#weights.length;
    const tokens: number[] = [];
    this.#weights.forEach((weight, token) => weight >= floor && tokens.push(token));
    return tokens.sort((a, b) => (this.#weights[b] ?? 0) - (this.#weights[a] ?? 0));
  }
}

function argmax(logits: ArrayLike<number>, start: number, size: number): number {
  let best = -1;
  let highest = -Infinity;
  for (let token = 0; token < size; token++) {
    const logit = logits[start + token] ?? -Infinity;
    if (logit > highest) {
      highest = logit;
      best = token;
    }
  }
  return best;
}
