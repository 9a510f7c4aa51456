import { describe } from 'vitest';
import type { ChatCompletionRequestStreaming } from '@mlc-ai/web-llm';
import type { OracleSpec } from '../../../src/core/run.ts';
import type { EngineHost } from '../../../src/oracle/webllm/chat-engine.ts';
import { serveOracle } from '../../../src/oracle/serve-oracle.ts';
import { TriedOracle } from '../../../src/oracle/tried-oracle.ts';
import { WebLlmOracle } from '../../../src/oracle/webllm/webllm-oracle.ts';
import { WorkerOracle } from '../../../src/oracle/worker-oracle.ts';
import { itKeepsTheContract, type Subject } from '../contract.ts';
import { PortWorker } from '../port-worker.ts';
import { FakeHost, never } from './fake-engine.ts';
import { PublishedHost } from './published-engine.ts';

const SPEC: OracleSpec = { engine: 'webllm', modelId: 'Llama-3.2-1B-Instruct-q4f16_1-MLC', revision: 'main', device: 'webgpu', dtype: 'q4f16_1', contextTokens: 4096, lanes: 1, practice: false };

/** A model that is quick at everything the contract asks for, and at the question with which every model is tried out. */
function reply({ messages, response_format }: ChatCompletionRequestStreaming): string[] {
  const user = JSON.stringify(messages.at(-1)?.content);
  if (response_format?.type === 'json_object') return ['{"sure"', ':true}'];
  if (response_format?.type === 'grammar') {
    // eslint-disable-next-line @typescript-eslint/only-throw-error -- as the engine does
    if (response_format.grammar?.includes('unknown_rule')) throw 'GrammarMatcherInitError: Failed to initialize the grammar matcher for response format `grammar`: Aborted()';
    return ['yes'];
  }
  if (user.includes('What is this text about?')) return ['The', ' text', ' is', ' about', ' work.'];
  if (user.includes('long')) return Array.from({ length: 5000 }, (_, index) => ` ${user.length}word${index}`);
  return ['Hello', ` ${messages.length}`, ' times.'];
}

interface Machine {
  readonly host: EngineHost;
  /** Ends the device without a word. */
  readonly die: () => void;
}

function fakeMachine(): Machine {
  const host = new FakeHost();
  const { engine } = host;
  engine.reply = reply;
  engine.beforeToken = () => new Promise((resolve) => setImmediate(resolve));
  engine.loading = () => {
    host.report({ progress: 1, text: 'Loading model from cache[1/1]: 300MB loaded. 100% completed, 1 secs elapsed.' });
    return new Promise((resolve) => setImmediate(resolve));
  };
  return { host, die: () => (engine.beforeToken = never) };
}

function publishedMachine(): Machine {
  const answer = (prompt: string) => {
    const user = prompt.split('<|im_start|>user').at(-1) ?? '';
    return reply({ stream: true, messages: [{ role: 'user', content: user }] }).join('');
  };
  const host = new PublishedHost({ modelId: SPEC.modelId, contextTokens: SPEC.contextTokens, reply: answer });
  return { host, die: () => host.published.die() };
}

function subjectOf(makeMachine: () => Machine): Subject {
  return {
    spec: SPEC,
    open: () => {
      const workers: PortWorker[] = [];
      const start = () => {
        const { host, die } = makeMachine();
        const worker = new PortWorker((port) => serveOracle(port, new TriedOracle(new WebLlmOracle(host))), die);
        workers.push(worker);
        // It has all of a worker that is used.
        return worker as unknown as Worker;
      };
      return { oracle: new WorkerOracle(start, '', 1), crash: () => workers.forEach((worker) => worker.crash()) };
    },
    longPrompt: (number) => ({ system: 'You go on for ever.', user: `Be long${' and longer'.repeat(number)}.` }),
    shortPrompt: { system: 'You are short.', user: 'Hello' },
  };
}

describe('an oracle around a fake of WebLLM', () => itKeepsTheContract(subjectOf(fakeMachine)));
describe('an oracle around the published WebLLM', () => itKeepsTheContract(subjectOf(publishedMachine)));
