import { OracleError } from '../oracle.ts';
import { chatTokens } from './chat-tokens.ts';
import type { ModelGraph } from './graph/model-graph.ts';
import { writeAlong } from './lanes/write-along.ts';
import type { LoadedModel } from './load-model.ts';
import { Sampler } from './sampler.ts';

/**
 * Reads a prompt and one token more; resolves with how many logits the model gives a token. Compiles what the first prompt would
 * wait for, and shows that the model computes here at all. Rejects with OracleError `self-test-failed` when it computes no numbers.
 */
export async function warmUp({ tokenizer }: Pick<LoadedModel, 'tokenizer'>, graph: ModelGraph): Promise<number> {
  const sampler = new Sampler({ temperature: 0, topP: 1, seed: 0 });
  let logitsCount = 0;
  await writeAlong(graph, 'columns', [chatTokens(tokenizer, { system: '', user: 'Hello' })], 2, (_text, _step, { data, size }) => {
    logitsCount = size;
    return finite(() => sampler.next(data, 0, size));
  });
  return logitsCount;
}

/** An overflow of the number format makes all logits NaN. */
function finite(choose: () => number): number {
  try {
    return choose();
  } catch (error) {
    throw new OracleError('self-test-failed', String(error), { cause: error });
  }
}
