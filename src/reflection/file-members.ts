/** Why a foreign file cannot be read as what it says it is. */
export type MemberFaultCode =
  /** The value is of another type; the detail says of which it must be. */
  | 'wrong-type'
  /** The value is none of the words that there are; the detail is the value. */
  | 'unknown-word';

/** What is wrong with a member of a foreign file, and where. */
export interface MemberFault {
  readonly code: MemberFaultCode;
  /** As `criteria.instruction.2.name`, counted from 0. */
  readonly where: string;
  readonly detail: string;
}

/** What was found while foreign members were read. */
export interface Findings {
  readonly faults: MemberFault[];
  /** Members that nothing reads. */
  readonly ignored: string[];
}

/** The members of one object of a foreign file. Each is checked as it is read; an absent one gives the fallback, a wrong one too, with a fault. */
export class FileMembers {
  readonly #object: Readonly<Record<string, unknown>>;
  readonly #where: string;
  readonly #findings: Findings;
  readonly #read = new Set<string>();

  constructor(object: unknown, where: string, findings: Findings) {
    this.#where = where;
    this.#findings = findings;
    this.#object = isObject(object) ? object : {};
    if (!isObject(object)) this.#report('wrong-type', where, 'object');
  }

  has(name: string): boolean {
    return Object.hasOwn(this.#object, name);
  }

  text(name: string, fallback: string): string {
    return this.#get(name, fallback, 'text', (value) => typeof value === 'string');
  }

  /** A text, or the list of its lines. */
  lines(name: string, fallback: string): string {
    const value = this.#get<string | string[]>(name, fallback, 'text', (found) => typeof found === 'string' || isListOfTexts(found));
    return typeof value === 'string' ? value : value.join('\n');
  }

  number<Fallback extends number | undefined>(name: string, fallback: Fallback): number | Fallback {
    return this.#get<number | Fallback>(name, fallback, 'number', (value) => typeof value === 'number' && Number.isFinite(value));
  }

  flag(name: string, fallback: boolean): boolean {
    return this.#get(name, fallback, 'true or false', (value) => typeof value === 'boolean');
  }

  /** One of a few words. */
  word<Word extends string>(name: string, words: readonly Word[], fallback: Word): Word {
    const value = this.text(name, fallback);
    // The comparison itself shows that the text is one of the words.
    if (words.includes(value as Word)) return value as Word;
    this.#report('unknown-word', this.pathOf(name), value);
    return fallback;
  }

  /** Some of a few words, each once and in their own order. */
  words<Word extends string>(name: string, words: readonly Word[], fallback: readonly Word[]): readonly Word[] {
    const found = this.#get<readonly string[]>(name, fallback, 'list of texts', isListOfTexts);
    // As above.
    for (const value of found) if (!words.includes(value as Word)) this.#report('unknown-word', this.pathOf(name), value);
    return words.filter((word) => found.includes(word));
  }

  list(name: string): readonly unknown[] {
    return this.#get<readonly unknown[]>(name, [], 'list', Array.isArray);
  }

  /** The members of an object within; none when it is absent. */
  within(name: string): FileMembers {
    this.#read.add(name);
    return new FileMembers(this.has(name) ? this.#object[name] : {}, this.pathOf(name), this.#findings);
  }

  pathOf(name: string): string {
    return this.#where === '' ? name : `${this.#where}.${name}`;
  }

  /** Notes the members that were not read. To be called when all others were. */
  close(): void {
    for (const name of Object.keys(this.#object)) if (!this.#read.has(name)) this.#findings.ignored.push(this.pathOf(name));
  }

  #get<Value>(name: string, fallback: Value, expected: string, fits: (value: unknown) => boolean): Value {
    this.#read.add(name);
    if (!this.has(name)) return fallback;
    const value = this.#object[name];
    // `fits` has looked at the value; it is the only way from unknown to a type here.
    if (fits(value)) return value as Value;
    this.#report('wrong-type', this.pathOf(name), expected);
    return fallback;
  }

  #report(code: MemberFaultCode, where: string, detail: string): void {
    this.#findings.faults.push({ code, where, detail: detail.slice(0, 200) });
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isListOfTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}
