import type { ChatCompletionRequestStreaming } from '@mlc-ai/web-llm';
import type { AskOptions, Prompt } from '../../core/prompt.ts';

/** The request for one answer. `thinks`: the model writes a chain of thought unless told not to. */
export function chatRequest({ system, user }: Prompt, options: AskOptions, thinks: boolean): ChatCompletionRequestStreaming {
  return {
    messages: [
      { role: 'system', content: system },
      { role: 'user', content: user },
    ],
    stream: true,
    stream_options: { include_usage: true },
    max_tokens: options.maxNewTokens,
    temperature: options.temperature,
    top_p: options.topP,
    seed: options.seed,
    // Said expressly: some models' own settings punish repetition, and then greedy decoding would not be greedy.
    repetition_penalty: 1,
    frequency_penalty: 0,
    presence_penalty: 0,
    ...(thinks ? { extra_body: { enable_thinking: false } } : {}),
  };
}
