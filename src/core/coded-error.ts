/** An error of the world with a code that can be counted and turned into a sentence. `detail` holds the foreign text, if any. */
export class CodedError<Code extends string = string> extends Error {
  readonly code: Code;
  readonly detail: string;

  constructor(code: Code, detail = '', options?: ErrorOptions) {
    super(detail === '' ? code : `${code}: ${detail}`, options);
    this.name = new.target.name;
    this.code = code;
    this.detail = detail;
  }
}
