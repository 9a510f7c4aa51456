import type { Reading } from './model-graph.ts';

/** An input of a graph beside its cache, as int64. */
export interface IntegerInput {
  readonly name: string;
  readonly data: BigInt64Array;
  readonly dims: readonly number[];
}

/** By name: how a graph is told what to read. Each graph has some of these inputs. Source: Transformers.js 4.3.1, decoder_forward. */
const MAKERS: Readonly<Record<string, (reading: Reading) => Omit<IntegerInput, 'name'>>> = {
  input_ids: ({ tokens }) => byToken(tokens),
  position_ids: ({ positions }) => byToken(positions),
  attention_mask: (reading) => attentionMask(reading),
  num_logits_to_keep: ({ logits, tokens }) => ({ data: BigInt64Array.of(logits === 'last' ? 1n : BigInt(tokens[0]?.length ?? 0)), dims: [] }),
};

/** Whether `graphInputs` can make the input. */
export function isKnownInput(name: string): boolean {
  return Object.hasOwn(MAKERS, name);
}

/** The named inputs for a reading, in the order of their names. Throws on a name that is not known. */
export function graphInputs(names: readonly string[], reading: Reading): IntegerInput[] {
  return names.map((name) => {
    const make = MAKERS[name];
    if (!make) throw new Error(`the model asks for ${name}, which is not known here`);
    return { name, ...make(reading) };
  });
}

function byToken(rows: readonly (readonly number[])[]): Omit<IntegerInput, 'name'> {
  const count = rows[0]?.length ?? 0;
  const data = new BigInt64Array(rows.length * count);
  for (const [row, values] of rows.entries()) for (const [column, value] of values.entries()) data[row * count + column] = BigInt(value);
  return { data, dims: [rows.length, count] };
}

function attentionMask({ spans, columns }: Reading): Omit<IntegerInput, 'name'> {
  const data = new BigInt64Array(spans.length * columns);
  for (const [row, { from, to }] of spans.entries()) data.fill(1n, row * columns + from, row * columns + to);
  return { data, dims: [spans.length, columns] };
}
