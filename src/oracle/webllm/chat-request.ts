import type { ChatCompletionRequestStreaming, ResponseFormat } from '@mlc-ai/web-llm';
import type { AnswerFormat, AskOptions } from '../../core/prompt.ts';
import { type ChatMessage, EMPTY_THOUGHT_TOKENS } from './chat-messages.ts';

/** The request for one answer. `thinks`: the model writes a chain of thought unless told not to. */
export function chatRequest(messages: readonly ChatMessage[], options: AskOptions, thinks: boolean): ChatCompletionRequestStreaming {
  return {
    messages: [...messages],
    stream: true,
    stream_options: { include_usage: true },
    // The engine counts the empty thought, which it writes itself, as if the model had.
    max_tokens: options.maxNewTokens + (thinks ? EMPTY_THOUGHT_TOKENS : 0),
    temperature: options.temperature,
    top_p: options.topP,
    seed: options.seed,
    // Said expressly: some models' own settings punish repetition, and then greedy decoding would not be greedy.
    repetition_penalty: 1,
    frequency_penalty: 0,
    presence_penalty: 0,
    ...(options.format ? { response_format: responseFormat(options.format) } : {}),
    ...(thinks ? { extra_body: { enable_thinking: false } } : {}),
  };
}

/**
 * The text as it was given, to the letter: by it the engine knows the form that it has at hand, and its compiler all those that it
 * has compiled. The matcher of the last one is kept; going back to an earlier one costs well under a millisecond.
 * Source: `prepareGrammarMatcherForSampling` and `GrammarCompiler.createGrammarCompiler` of the published code, version 0.2.86.
 */
function responseFormat(format: AnswerFormat): ResponseFormat {
  return format.kind === 'grammar' ? { type: 'grammar', grammar: format.grammar } : { type: 'json_object', schema: format.schema };
}
