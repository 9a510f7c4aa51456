import type { PreTrainedTokenizer } from '@huggingface/transformers';
import type { CompiledGrammar, Grammar, GrammarCompiler } from '@mlc-ai/web-xgrammar';
import type { AnswerFormat } from '../../core/prompt.ts';
import { OracleError } from '../oracle.ts';
import { type Constraint, GrammarConstraint, tokenSet, type TokenSet } from './constraint.ts';
import { type TokenTexts, tokenTexts } from './token-texts.ts';
import { startXGrammar, type XGrammar } from './xgrammar.ts';

/** Compiled grammars that are kept; a run asks for one or two. */
const KEPT = 8;

/** What grammars need to know of a model. */
export interface GrammarTarget {
  readonly tokenizer: PreTrainedTokenizer;
  /** Tokens that end an answer. */
  readonly endTokens: ReadonlySet<number>;
  /** Logits of a token. */
  readonly size: number;
}

interface Tools extends XGrammar {
  readonly compiler: GrammarCompiler;
  readonly endTokens: TokenSet;
  /** Tokens with control characters: XGrammar lets them into JSON strings of limited length, where JSON forbids them. */
  readonly controls: TokenSet;
}

/** Holds answers of one model to formats. The library for it is loaded with the first format. */
export class Grammars {
  readonly #target: GrammarTarget;
  readonly #compiled = new Map<string, Promise<CompiledGrammar>>();
  #tools: Promise<Tools> | undefined;
  #last: Promise<unknown> = Promise.resolve();

  constructor(target: GrammarTarget) {
    this.#target = target;
  }

  /** Begins an answer in this format. Rejects with OracleError `prompt-refused` when the format cannot be read. */
  async constrain(format: AnswerFormat): Promise<Constraint> {
    const tools = await this.#start();
    const compiled = await this.#compile(tools, format);
    const matcher = await tools.library.GrammarMatcher.createGrammarMatcher(compiled);
    const forbidden = format.kind === 'json-schema' ? tools.controls : tokenSet([], this.#target.size);
    return new GrammarConstraint(matcher, tools.endTokens, forbidden);
  }

  #start(): Promise<Tools> {
    this.#tools ??= prepareTools(this.#target).catch((error: unknown) => {
      this.#tools = undefined;
      throw error;
    });
    return this.#tools;
  }

  /** Also keeps what cannot be read: each failed attempt costs a little of the library's memory. */
  #compile(tools: Tools, format: AnswerFormat): Promise<CompiledGrammar> {
    const key = JSON.stringify(format);
    const compiled = this.#compiled.get(key) ?? this.#compileNext(tools, format);
    this.#compiled.delete(key);
    this.#compiled.set(key, compiled);
    this.#forgetOldest();
    return compiled;
  }

  /** One after another: what the library says of a failure belongs to the latest attempt. */
  #compileNext(tools: Tools, format: AnswerFormat): Promise<CompiledGrammar> {
    const compiled = this.#last.then(() => compileFormat(tools, format));
    this.#last = compiled.catch(() => undefined);
    return compiled;
  }

  #forgetOldest(): void {
    for (const [key, compiled] of this.#compiled) {
      if (this.#compiled.size <= KEPT) return;
      this.#compiled.delete(key);
      // Answers in work keep their grammar alive by themselves.
      void compiled.then((grammar) => grammar.dispose(), () => undefined);
    }
  }
}

async function prepareTools({ tokenizer, endTokens, size }: GrammarTarget): Promise<Tools> {
  const { library, complaint } = await startXGrammar();
  const tokens = tokenTexts(tokenizer, size);
  const info = await library.TokenizerInfo.createTokenizerInfo([...tokens.texts], tokens.spelling, false, size, [...endTokens]);
  const compiler = await library.GrammarCompiler.createGrammarCompiler(info, false);
  return { library, complaint, compiler, endTokens: tokenSet(endTokens, size), controls: tokenSet(tokensWithControls(tokens), size) };
}

async function compileFormat({ library, complaint, compiler }: Tools, format: AnswerFormat): Promise<CompiledGrammar> {
  try {
    const grammar = await readFormat(library, format);
    const compiled = await compiler.compileGrammar(grammar);
    grammar.dispose();
    return compiled;
  } catch (error) {
    throw new OracleError('prompt-refused', complaint() ?? String(error), { cause: error });
  }
}

/** JSON comes on one line: left free, small models lose themselves in white space. */
function readFormat({ Grammar }: XGrammar['library'], format: AnswerFormat): Promise<Grammar> {
  return format.kind === 'json-schema' ? Grammar.fromJSONSchema(format.schema, false, -1) : Grammar.fromEBNF(format.grammar);
}

function tokensWithControls({ spelling, texts }: TokenTexts): number[] {
  // The 32 control characters of ASCII: the letters from U+0100 on where each byte is a letter, else themselves or `<0x00>` to `<0x1F>`.
  // eslint-disable-next-line no-control-regex -- they are what is looked for
  const control = spelling === 'byte_level' ? /[\u0100-\u011f]/ : /[\u0000-\u001f]|^<0x[01][0-9A-F]>$/;
  return texts.flatMap((text, token) => (control.test(text) ? [token] : []));
}
