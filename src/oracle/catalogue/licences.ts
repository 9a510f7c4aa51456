import type { Licence } from '../model-card.ts';

/**
 * The licences of the catalogue's models. Llama 3.1 and 3.2, section 1.b.i: a model that is trained on outputs and passed on must carry
 * “Llama” at the beginning of its name. Gemma, section 1.1.e: a model trained on outputs so as to perform like Gemma falls under the same terms.
 */
export const LICENCES = {
  apache: { name: 'Apache 2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
  mit: { name: 'MIT', url: 'https://opensource.org/license/mit' },
  llama31: { name: 'Llama 3.1 Community', url: 'https://www.llama.com/llama3_1/license/', bindsTrainees: true },
  llama32: { name: 'Llama 3.2 Community', url: 'https://www.llama.com/llama3_2/license/', bindsTrainees: true },
  gemma: { name: 'Gemma Terms', url: 'https://ai.google.dev/gemma/terms', bindsTrainees: true },
} as const satisfies Record<string, Licence>;

/** Names that hosts use, beside SPDX's own. */
const HOST_NAMES: Readonly<Record<string, Licence>> = {
  'apache-2.0': LICENCES.apache,
  mit: LICENCES.mit,
  'llama3.1': LICENCES.llama31,
  'llama3.2': LICENCES.llama32,
  gemma: LICENCES.gemma,
};

/** The licence of a repository: ours where we know it, else its name with the model's own page, where its text can be found; of a folder there is no page. */
export function licenceOf(name: string | undefined, modelId: string): Licence {
  const url = modelId.includes('/') ? `https://huggingface.co/${modelId}` : '';
  const known = HOST_NAMES[name?.toLowerCase() ?? ''];
  if (known) return known;
  // Other versions of these two families have terms of the same kind.
  if (name !== undefined && /^(?:llama|gemma)/i.test(name)) return { name, url, bindsTrainees: true };
  return { name: name ?? 'Not stated', url };
}
