import type { Pair } from '../core/pair.ts';
import type { StudentTemplate } from '../core/recipe.ts';

/** What stands round an instruction, without and with an input, up to where the response begins. */
interface ConversationTemplate {
  readonly alone: (instruction: string) => string;
  readonly withInput: (instruction: string, input: string) => string;
}

const VICUNA_SYSTEM =
  "A chat between a curious user and an artificial intelligence assistant. The assistant gives helpful, detailed, and polite answers to the user's questions.";

const ALPACA_REQUEST = 'Write a response that appropriately completes the request.';

/**
 * The words and line breaks that models of these families were trained on, as the paper's scores have them; nothing stands between
 * them and the response. Source: tianyi-lab/Reflection_Tuning, selection_code/data_analysis.py.
 */
const TEMPLATES: Readonly<Record<StudentTemplate, ConversationTemplate>> = {
  vicuna: {
    alone: (instruction) => `${VICUNA_SYSTEM} USER: ${instruction} ASSISTANT:`,
    withInput: (instruction, input) => `${VICUNA_SYSTEM} USER: ${instruction}\nInput:\n${input} ASSISTANT:`,
  },
  alpaca: {
    alone: (instruction) => `Below is an instruction that describes a task. ${ALPACA_REQUEST}\n\n### Instruction:\n${instruction}\n\n### Response:`,
    withInput: (instruction, input) =>
      `Below is an instruction that describes a task, paired with an input that provides further context. ${ALPACA_REQUEST}\n\n### Instruction:\n${instruction}\n\n### Input:\n${input}\n\n### Response:`,
  },
  wizardlm: {
    alone: (instruction) => `${instruction}\n\n### Response:`,
    withInput: (instruction, input) => `${instruction}\n${input}\n\n### Response:`,
  },
};

/** What a student reads before a pair's response, which follows at once: the instruction, and the input where there is one, in the template. */
export function instructionContext({ instruction, input }: Pick<Pair, 'instruction' | 'input'>, template: StudentTemplate): string {
  const { alone, withInput } = TEMPLATES[template];
  return input === '' ? alone(instruction) : withInput(instruction, input);
}

/** What a student reads before a pair's instruction when it is to guess it: the response in a query of our own words, in the template without input. Source: METHOD, section 4. */
export function guessContext(response: string, template: StudentTemplate): string {
  const query = `Here is a response that somebody gave to an instruction. Work out which instruction it answers.\n${response}\nWrite the instruction that this response was given to.`;
  return TEMPLATES[template].alone(query);
}

/** The text that is scored as a pair's instruction: with its input right behind it, as in the paper's code. */
export function instructionText({ instruction, input }: Pick<Pair, 'instruction' | 'input'>): string {
  return instruction + input;
}
