import type { Answer } from '../../core/answer.ts';
import type { AskOptions, Prompt } from '../../core/prompt.ts';
import type { Engine } from '../engine.ts';
import { type LaneFindings, type LoadProgress, type LoadSpec, OracleError, SINGLE_LANE } from '../oracle.ts';
import { untilAborted } from '../until-aborted.ts';
import { UsageMeter } from '../usage-meter.ts';
import { chatTokens } from './chat-tokens.ts';
import { Completion } from './completion.ts';
import { watchingDevices } from './device-watch.ts';
import { oracleError } from './failures.ts';
import { Grammars } from './grammars.ts';
import { openGraph } from './graph/open-graph.ts';
import type { ModelGraph } from './graph/model-graph.ts';
import { Lanes } from './lanes/lanes.ts';
import { prepareLanes } from './lanes/prepare-lanes.ts';
import { type LoadedModel, loadModel } from './load-model.ts';
import { requireDevice } from './require-device.ts';
import { KNOWN_TEXTS, meanSurprise } from './self-checks.ts';
import { warmUp } from './warm-up.ts';

/** Enough to tell a model that computes rightly, few enough for a slow processor. */
const SCORED_TOKENS = 16;

interface Serving {
  readonly spec: LoadSpec;
  readonly model: LoadedModel;
  readonly graph: ModelGraph;
  /** Logits of a token. */
  readonly size: number;
  readonly lanes: Lanes;
  readonly findings: LaneFindings;
  readonly grammars: Grammars;
}

/** A language model run by Transformers.js, inside a worker. Loads one model in its life. */
export class TransformersOracle implements Engine {
  readonly meter = new UsageMeter();
  #lanes = 1;
  #used = false;
  #serving: Serving | undefined;
  /** Aborted, with the error for all calls, when the oracle is closed or its GPU is lost. */
  readonly #life = new AbortController();

  get lanes(): number {
    return this.#lanes;
  }

  get practice(): boolean {
    return this.#serving?.model.practice ?? false;
  }

  get laneFindings(): LaneFindings {
    return this.#serving?.findings ?? SINGLE_LANE;
  }

  async load(spec: LoadSpec, onProgress: (progress: LoadProgress) => void, signal: AbortSignal): Promise<void> {
    const ended = AbortSignal.any([this.#life.signal, signal]);
    ended.throwIfAborted();
    if (this.#used) throw new OracleError('load-failed', 'this worker has had its model');
    this.#used = true;
    this.#serving = await untilAborted(this.#start(spec, onProgress, ended), ended);
  }

  async ask(prompt: Prompt, options: AskOptions, onText: (piece: string) => void, signal: AbortSignal): Promise<Answer> {
    this.#life.signal.throwIfAborted();
    signal.throwIfAborted();
    const serving = this.#serving;
    if (!serving) throw new OracleError('closed', 'no model is loaded');
    const { tokenizer, endTokens } = serving.model;
    const promptTokens = chatTokens(tokenizer, prompt);
    const room = serving.spec.contextTokens - promptTokens.length;
    if (room < Math.max(1, options.minNewTokens)) throw new OracleError('prompt-too-long', `${promptTokens.length} tokens`);
    const limit = Math.min(options.maxNewTokens, room);
    const constraint = options.format && (await serving.grammars.constrain(options.format));
    const decode = (ids: number[]) => tokenizer.decode(ids, { skip_special_tokens: true, clean_up_tokenization_spaces: false });
    this.meter.arrive();
    const answer = new Promise<Answer>((resolve, reject) => {
      const completion = new Completion({ promptTokens, limit, options, constraint }, { decode, endTokens }, { onText, resolve, reject });
      // The end of the oracle comes by way of the lanes: its signal outlives all prompts, and would keep every one of them.
      const giveUp = () => completion.fail(signal.reason);
      if (signal.aborted) return giveUp();
      signal.addEventListener('abort', giveUp, { once: true });
      serving.lanes.add(completion);
    });
    return answer.finally(() => this.meter.leave());
  }

  /** Looks at probabilities, which those of the practice oracle are not. */
  async findFault(signal: AbortSignal): Promise<string | undefined> {
    const serving = this.#serving;
    if (!serving || serving.model.practice) return undefined;
    const scoring = meanSurprise(serving.graph, serving.model.tokenizer.encode(KNOWN_TEXTS.months), SCORED_TOKENS);
    const surprise = await untilAborted(scoring, AbortSignal.any([this.#life.signal, signal]));
    // Guessing costs ln V nats a token, 10 to 12, and nonsense more. A sound model, however small and in whatever number format, stays
    // under five in any plain English, and knows the months in their order nearly for certain.
    const limit = Math.log(serving.size) / 2;
    return surprise < limit ? undefined : `the names of the months surprise it by ${surprise.toFixed(1)} nats a token, where ${limit.toFixed(1)} is the limit`;
  }

  async close(): Promise<void> {
    const serving = this.#serving;
    this.#serving = undefined;
    this.#end(new OracleError('closed'));
    await serving?.lanes.end(new OracleError('closed'));
    await serving?.graph.release();
  }

  /** Only the first reason counts: a device is lost, too, when it is given back. */
  #end(reason: OracleError): void {
    this.#life.abort(reason);
    void this.#serving?.lanes.end(this.#life.signal.reason as OracleError);
  }

  async #start(spec: LoadSpec, onProgress: (progress: LoadProgress) => void, ended: AbortSignal): Promise<Serving> {
    await requireDevice(spec);
    ended.throwIfAborted();
    let weightBytes = 0;
    const noteProgress = (progress: LoadProgress) => {
      weightBytes = Math.max(weightBytes, progress.loadedBytes);
      onProgress(progress);
    };
    const model = await watchingDevices(() => loadModel(spec, noteProgress), (trouble) => this.#end(trouble));
    ended.throwIfAborted();
    onProgress({ stage: 'warm-up', fraction: undefined, loadedBytes: 0, totalBytes: undefined });
    try {
      return await this.#serve(spec, model, weightBytes, ended);
    } catch (error) {
      ended.throwIfAborted();
      throw oracleError(error, 'load-failed');
    }
  }

  async #serve(spec: LoadSpec, model: LoadedModel, weightBytes: number, ended: AbortSignal): Promise<Serving> {
    const graph = await openGraph(model.session, spec.device);
    const size = await warmUp(model, graph);
    ended.throwIfAborted();
    const { rules, findings } = await prepareLanes({ spec, model, graph, size, weightBytes }, ended);
    this.#lanes = rules.count;
    const check = async () => void (await warmUp(model, graph));
    return { spec, model, graph, size, findings, lanes: new Lanes({ graph, meter: this.meter, check }, rules), grammars: new Grammars({ ...model, size }) };
  }
}
