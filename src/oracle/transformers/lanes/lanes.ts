import type { OracleError } from '../../oracle.ts';
import type { UsageMeter } from '../../usage-meter.ts';
import type { Completion } from '../completion.ts';
import { isOutOfMemory, oracleError } from '../failures.ts';
import type { Logits, ModelGraph } from '../graph/model-graph.ts';
import { taskQueue } from '../next-task.ts';
import { Guesser } from './guesser.ts';
import { HeldSequences } from './held-sequences.ts';
import { type Lane, LaneCache, type Layout, type Sequence } from './lane-cache.ts';
import { meteredGraph } from './metered-graph.ts';
import { readPrompt } from './prompt-reader.ts';
import { tryGuess } from './try-guess.ts';

/** How lanes share the model's steps. */
export interface LaneRules {
  /** Prompts served at once. */
  readonly count: number;
  readonly layout: Layout;
  /** Only texts of equal length share a step: the graph computes others wrongly side by side. */
  readonly equalLengths: boolean;
  /** What has been read is held for prompts that begin alike. */
  readonly holding: boolean;
  /** A lane that is alone guesses several tokens from its text and has them tried in one step. */
  readonly guessing: boolean;
}

/** What the lanes need of a model. */
export interface LaneModel {
  readonly graph: ModelGraph;
  /** Counts the model's runs, and what they read and write. */
  readonly meter: UsageMeter;
  /** Resolves when the model still computes; rejects when it is lost. */
  check(): Promise<void>;
}

/** A completion whose prompt has been read. */
interface Begun {
  readonly completion: Completion;
  readonly sequence: Sequence;
}

/** A lane that may guess. */
interface Guess {
  readonly completion: Completion;
  readonly guesser: Guesser;
}

/** Serves completions in the order in which they come, several at a time. Each step of the model gives every lane a token; a lane that is done takes up the next completion at once. */
export class Lanes {
  readonly #model: LaneModel;
  readonly #graph: ModelGraph;
  readonly #rules: LaneRules;
  readonly #held: HeldSequences | undefined;
  readonly #cache: LaneCache;
  readonly #nextTask = taskQueue();
  readonly #served = new Map<Completion, Lane>();
  #waiting: Completion[] = [];
  /** Read, and on their way into lanes. */
  #begun: Begun[] = [];
  #reading: Completion | undefined;
  #guessed: Guess | undefined;
  #work: Promise<void> | undefined;
  #end: OracleError | undefined;

  constructor(model: LaneModel, rules: LaneRules) {
    this.#model = model;
    this.#graph = meteredGraph(model.graph, model.meter);
    this.#rules = rules;
    if (rules.holding) this.#held = new HeldSequences(this.#graph, rules.count);
    this.#cache = new LaneCache(this.#graph, rules.layout);
  }

  /** Takes a completion in; its own events tell the rest. */
  add(completion: Completion): void {
    if (this.#end) return completion.fail(this.#end);
    this.#waiting.push(completion);
    this.#work ??= this.#serveAll();
  }

  /** Fails every completion that is open, and every later one, with `error`. The first end stays. Resolves when the model is at rest and all memory is freed. */
  async end(error: OracleError): Promise<void> {
    this.#refuseAll(error);
    await this.#work;
    this.#held?.clear();
  }

  #refuseAll(error: OracleError): void {
    this.#end ??= error;
    for (const completion of [...this.#inWork(), ...this.#waiting]) completion.fail(this.#end);
    this.#waiting = [];
  }

  #inWork(): Completion[] {
    return [...this.#served.keys(), ...this.#begun.map(({ completion }) => completion), ...(this.#reading ? [this.#reading] : [])];
  }

  /** Never rejects: each failure goes to the completions it concerns. */
  async #serveAll(): Promise<void> {
    await this.#nextTask();
    while (this.#waiting.length > 0 || this.#served.size > 0) {
      try {
        await this.#fillLanes();
        const [alone] = this.#served.keys();
        if (alone && !(await this.#stepAhead(alone))) await this.#step();
      } catch (error) {
        await this.#settleFailure(this.#inWork(), error);
        this.#empty();
      }
      await this.#nextTask();
    }
    this.#empty();
    this.#work = undefined;
  }

  /** Lets settled completions go and takes up as many waiting ones as there are lanes. */
  async #fillLanes(): Promise<void> {
    const settled = [...this.#served].filter(([completion]) => !completion.open);
    for (const [completion, lane] of settled) await this.#hold(completion, lane);
    const leaving = settled.map(([completion, lane]) => {
      this.#served.delete(completion);
      return lane;
    });
    const joinable = this.#served.size === 0 || this.#cache.isAligned;
    for (let next = this.#nextFitting(); joinable && next && this.#inWork().length < this.#rules.count; next = this.#nextFitting()) await this.#take(next);
    if (leaving.length === 0 && this.#begun.length === 0) return;
    const lanes = await this.#arrange(leaving);
    for (const [index, lane] of lanes.entries()) if (this.#begun[index]) this.#served.set(this.#begun[index].completion, lane);
    this.#forgetBegun();
  }

  /** What is held is given up where the lanes need its room. */
  async #arrange(leaving: readonly Lane[]): Promise<Lane[]> {
    const joining = this.#begun.map(({ sequence }) => sequence);
    try {
      return await this.#cache.arrange(leaving, joining);
    } catch (error) {
      if (!this.#held || !isOutOfMemory(error)) throw error;
      this.#held.clear();
      return this.#cache.arrange(leaving, joining);
    }
  }

  #nextFitting(): Completion | undefined {
    this.#waiting = this.#waiting.filter((completion) => completion.open);
    if (!this.#rules.equalLengths) return this.#waiting[0];
    const length = [...this.#served.values()][0]?.length ?? this.#begun[0]?.sequence.tokens.length;
    return this.#waiting.find(({ promptTokens }) => length === undefined || promptTokens.length === length);
  }

  /** Reads a completion's prompt and writes its first token. A failure is its own, unless the model is lost. */
  async #take(completion: Completion): Promise<void> {
    this.#waiting.splice(this.#waiting.indexOf(completion), 1);
    this.#reading = completion;
    try {
      await this.#read(completion);
    } catch (error) {
      await this.#settleFailure([completion], error);
    }
    this.#reading = undefined;
  }

  async #read(completion: Completion): Promise<void> {
    completion.start();
    const wanted = async () => {
      await this.#nextTask();
      return completion.open;
    };
    const [read] = await Promise.all([readPrompt(this.#graph, this.#held, completion.promptTokens, wanted), completion.prepare()]);
    if (!read) return;
    const { sequence, logits, heldTokens } = read;
    this.#model.meter.read(sequence.tokens.length - heldTokens, heldTokens);
    completion.noteHeld(heldTokens);
    completion.advance(logits, 0);
    this.#model.meter.wrote(1);
    if (completion.open) this.#begun.push({ completion, sequence });
    else this.#free(sequence);
  }

  async #step(): Promise<void> {
    const tokens = new Map([...this.#served].map(([completion, lane]) => [lane, completion.written.at(-1) ?? 0]));
    // Completions get ready for the next token while the model computes it: a GPU does not need the processor for that.
    const preparing = [...this.#served.keys()].flatMap((completion) => completion.prepare() ?? []);
    const [logits] = await Promise.all<[Promise<Logits>, ...Promise<void>[]]>([this.#cache.step(tokens), ...preparing]);
    for (const [completion, lane] of this.#served) completion.advance(logits, lane.row);
    this.#model.meter.wrote(this.#served.size);
  }

  /** Lets a lane that is alone try what its text suggests; false when there is nothing to try. */
  async #stepAhead(completion: Completion): Promise<boolean> {
    if (!this.#rules.guessing || this.#served.size > 1 || !completion.foreseeable || !this.#cache.canReadAhead) return false;
    if (this.#guessed?.completion !== completion) this.#guessed = { completion, guesser: new Guesser(completion.promptTokens) };
    const guess = this.#guessed.guesser.guess(completion.written);
    if (guess.length === 0) return false;
    this.#model.meter.wrote(await tryGuess(this.#cache, completion, guess));
    return true;
  }

  /** Keeps a copy of what the lane has read when a later prompt may go on with it. */
  async #hold(completion: Completion, lane: Lane): Promise<void> {
    if (!this.#held || !completion.continuable) return;
    const tokens = [...completion.promptTokens, ...completion.written].slice(0, lane.length);
    // Where there is no room for it, the later prompt is read anew.
    const cache = await this.#cache.copyOf(lane).catch(() => undefined);
    if (cache) this.#held.holdConversation({ tokens, cache });
  }

  #free(sequence: Sequence): void {
    if (!this.#held?.holds(sequence)) this.#graph.free(sequence.cache);
  }

  #forgetBegun(): void {
    for (const { sequence } of this.#begun) this.#free(sequence);
    this.#begun = [];
  }

  #empty(): void {
    this.#served.clear();
    this.#forgetBegun();
    this.#cache.dispose();
  }

  /** One failed step may be the prompts' fault or the end of the device: only another step can tell. */
  async #settleFailure(completions: readonly Completion[], reason: unknown): Promise<void> {
    const lost = await this.#model.check().then(() => undefined, (error: unknown) => ({ error }));
    if (lost) return this.#refuseAll(oracleError(isOutOfMemory(lost.error) ? lost.error : reason, 'worker-died'));
    const failure = oracleError(reason, 'engine-failed');
    for (const completion of completions) completion.fail(failure);
  }
}
