import type { ModelCard } from '../../../../src/oracle/model-card.ts';
import { WEBLLM_FAMILIES } from '../../../../src/oracle/catalogue/webllm-entries.ts';
import { folderUrl, libraryUrl } from '../../../../src/oracle/weights/addresses.ts';
import type { ScriptedRepository } from './scripted-hub.ts';

export const COMMIT = '0123456789abcdef0123456789abcdef01234567';

/** The smallest f32 model of the catalogue: it is offered on the test browser's software GPU, which has no f16. */
export const CARD: ModelCard = smallest();

/** The same at a commit, as a run names it. */
export const SPEC = { ...CARD.spec, revision: COMMIT };

export const FOLDER = folderUrl(SPEC);
export const LIBRARY = libraryUrl(SPEC.modelId);

const LIBRARY_NAME = LIBRARY.split('/').at(-1) ?? '';

/** A WebAssembly module with one section that means nothing: whole in its form, and no model's library. */
export const LIBRARY_BYTES = Uint8Array.from([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 0, 5, 4, 0x74, 0x61, 0x69, 0x6e]);

/** A whole model of two shards. None of it would run. */
export function makeRepository(shardBytes = 4000): ScriptedRepository {
  const shard = (seed: number) => Uint8Array.from({ length: shardBytes + seed }, (_, index) => (index * (seed + 3)) >> 2);
  const shards = { 'params_shard_0.bin': shard(0), 'params_shard_1.bin': shard(1) };
  const records = Object.entries(shards).map(([dataPath, { byteLength }]) => ({ dataPath, nbytes: byteLength, records: [] }));
  return {
    id: `mlc-ai/${SPEC.modelId}`,
    commit: COMMIT,
    files: {
      'mlc-chat-config.json': json({ tokenizer_files: ['tokenizer.json'], quantization: 'q4f32_1', model_type: 'llama', model_config: SHAPE }),
      'tensor-cache.json': json({ metadata: {}, records }),
      'tokenizer.json': json({ version: '1.0' }),
      ...shards,
    },
    large: Object.keys(shards),
    libraryName: LIBRARY_NAME,
    library: LIBRARY_BYTES,
  };
}

/** All files of {@link makeRepository} by path, the library too. */
export function originFiles({ files, library = LIBRARY_BYTES }: ScriptedRepository): Record<string, Uint8Array<ArrayBuffer>> {
  return { ...files, [LIBRARY_NAME]: library };
}

const SHAPE = { hidden_size: 960, num_attention_heads: 15, num_key_value_heads: 5, num_hidden_layers: 32, vocab_size: 49_152, context_window_size: 8192 };

export function json(value: unknown): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(JSON.stringify(value));
}

function smallest(): ModelCard {
  const card = WEBLLM_FAMILIES.flat().find(({ spec }) => spec.dtype === 'q4f32_1');
  if (!card) throw new Error('the catalogue has no f32 twin');
  return card;
}
