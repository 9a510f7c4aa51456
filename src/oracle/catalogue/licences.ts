import type { OracleOffer } from '../oracle.ts';

type Licence = OracleOffer['licence'];

/** The licences of the catalogue's models. The Llama ones also bind what is trained on the model's answers. */
export const LICENCES = {
  apache: { name: 'Apache 2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
  mit: { name: 'MIT', url: 'https://opensource.org/license/mit' },
  llama31: { name: 'Llama 3.1 Community', url: 'https://www.llama.com/llama3_1/license/' },
  llama32: { name: 'Llama 3.2 Community', url: 'https://www.llama.com/llama3_2/license/' },
} as const satisfies Record<string, Licence>;
