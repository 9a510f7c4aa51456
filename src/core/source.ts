/** The file formats that can be read and written. */
export type ContainerName = 'json' | 'jsonl';

/** The record layouts that are understood. `alpaca`: instruction, input, output. `wizardlm`: instruction, output. */
export type ShapeName = 'alpaca' | 'wizardlm';

/** Why a piece of a file could not become a record. */
export type DefectReason =
  | 'not-json'
  | 'not-an-object'
  | 'missing-instruction'
  | 'missing-output'
  /** Its instruction, input or output is no string. */
  | 'not-text'
  /** The file ends within it, or it is too long to ever end. */
  | 'cut-off';

/** A piece of a file that was left aside while the rest was read. */
export interface Defect {
  /** Line in the file, counted from 1, on which the piece begins. */
  readonly line: number;
  readonly reason: DefectReason;
  /** The first characters of the piece, at most 120. */
  readonly excerpt: string;
}

/** How many defects a source lists one by one; the rest are only counted. */
export const MAX_LISTED_DEFECTS = 200;

/** Where a further round begins: the run whose result a source is. */
export interface SourceParent {
  readonly sourceId: string;
  readonly runId: string;
  /** How many times its records have been recycled, 1 for the result of a run over an imported file. */
  readonly round: number;
}

/** An imported dataset file. Its records lie beside it in the store and never change. */
export interface Source {
  readonly id: string;
  /** File name as dropped, with its extension. */
  readonly name: string;
  readonly sizeBytes: number;
  readonly container: ContainerName;
  readonly shape: ShapeName;
  readonly rowCount: number;
  /** How many rows carry an input; one that only says “no input” counts as none. */
  readonly rowsWithInput: number;
  readonly defectCount: number;
  /** The first {@link MAX_LISTED_DEFECTS} defects, in file order. */
  readonly defects: readonly Defect[];
  /** What it was recycled from, when it is the result of a run that was taken as a dataset of its own. */
  readonly parent?: SourceParent;
  /** Milliseconds since the epoch. */
  readonly importedAtMs: number;
  /** SHA-256 over the records' bytes in order, as hex; pipeline/fingerprint.ts says how. Guards a resume against other data. */
  readonly sha256: string;
}
