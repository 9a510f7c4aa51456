import type { InferenceSession, Tensor as TensorType } from 'onnxruntime-web';
import { Tensor } from '../onnxruntime.ts';
import type { TokenVectors } from './pooling.ts';

/** Outputs by which a graph gives one vector a text, and by which it gives one a token. Source: Optimum's exports of sentence-transformers models. */
const TEXT_OUTPUT = 'sentence_embedding';
const TOKEN_OUTPUTS = ['last_hidden_state', 'token_embeddings'];

/** What a graph makes of some texts. */
export type Encoded = { readonly kind: 'texts'; readonly vectors: readonly Float32Array[] } | ({ readonly kind: 'tokens' } & TokenVectors);

/** A model's graph that looks at a text as a whole, in both directions. */
export interface Encoder {
  /** Whether the graph itself makes one vector of a text. */
  readonly pools: boolean;
  /** Reads texts side by side; shorter rows are filled up on the right and masked. One run at a time. */
  run(rows: readonly (readonly number[])[]): Promise<Encoded>;
  /** Frees the model. */
  release(): Promise<void>;
}

/** The encoder of a session. `padding` is any token of its vocabulary. Throws when the graph is not one. */
export function openEncoder(session: InferenceSession, padding: number): Encoder {
  const unknown = session.inputNames.filter((name) => !Object.hasOwn(INPUTS, name));
  if (unknown.length > 0) throw new Error(`the model asks for ${unknown.join(', ')}`);
  const output = [TEXT_OUTPUT, ...TOKEN_OUTPUTS].find((name) => session.outputNames.includes(name));
  if (output === undefined) throw new Error(`the model gives ${session.outputNames.join(', ')}, and no vectors`);
  return {
    pools: output === TEXT_OUTPUT,
    run: async (rows) => {
      const outputs = await session.run(inputsFor(session.inputNames, rows, padding), [output]);
      return encoded(outputs[output], output);
    },
    release: () => session.release(),
  };
}

/** By name: what a graph is told of a token at `place`, which is undefined where the row is filled up. */
const INPUTS: Readonly<Record<string, (token: number | undefined, place: number, padding: number) => number>> = {
  input_ids: (token, _place, padding) => token ?? padding,
  attention_mask: (token) => (token === undefined ? 0 : 1),
  // All of it is the first sentence.
  token_type_ids: () => 0,
  position_ids: (_token, place) => place,
};

function inputsFor(names: readonly string[], rows: readonly (readonly number[])[], padding: number): Record<string, TensorType> {
  const width = Math.max(...rows.map((row) => row.length));
  const tensor = (name: string) => {
    const data = new BigInt64Array(rows.length * width);
    for (const [index, row] of rows.entries()) {
      for (let place = 0; place < width; place++) data[index * width + place] = BigInt(INPUTS[name]?.(row[place], place, padding) ?? 0);
    }
    return new Tensor('int64', data, [rows.length, width]);
  };
  return Object.fromEntries(names.map((name) => [name, tensor(name)]));
}

function encoded(tensor: TensorType | undefined, name: string): Encoded {
  if (!tensor) throw new Error(`the model has no output ${name}`);
  const data = numbersOf(tensor);
  const [rows = 0, ...rest] = tensor.dims;
  if (rest.length === 2) return { kind: 'tokens', data, width: rest[0] ?? 0, size: rest[1] ?? 0 };
  const size = rest[0] ?? 0;
  return { kind: 'texts', vectors: Array.from({ length: rows }, (_, row) => Float32Array.from({ length: size }, (_, index) => data[row * size + index] ?? NaN)) };
}

function numbersOf({ data, type }: TensorType): ArrayLike<number> {
  // A browser without Float16Array gets the bits of halves as integers.
  if (type !== 'float32' && (type !== 'float16' || data instanceof Uint16Array)) throw new Error(`elements of type ${type} cannot be read in this browser`);
  // A Float16Array, which this library version has no type for, holds numbers too.
  return data as Float32Array;
}
