const OPENING = /(`{3,}|~{3,})[^`~\n]*$/;

/** A stretch of lines inside a closed code fence, its fence lines included. Line numbers count from 0; `last` is inclusive. */
export interface Fence {
  readonly first: number;
  readonly last: number;
}

/**
 * Finds the fenced code blocks of a text given as lines. A fence that is never closed is none:
 * otherwise one forgotten line of backticks would hide every marker after it.
 */
export function findFences(lines: readonly string[]): Fence[] {
  const fences: Fence[] = [];
  let line = 0;
  while (line < lines.length) {
    const mark = OPENING.exec(lines[line] ?? '')?.[1];
    const last = mark === undefined ? -1 : closingLine(lines, line + 1, mark);
    if (last > 0) fences.push({ first: line, last });
    line = Math.max(line, last) + 1;
  }
  return fences;
}

function closingLine(lines: readonly string[], from: number, mark: string): number {
  // The closing line may go on with a marker: "``` [End]".
  const closing = new RegExp(`^\\s*${mark[0] ?? '`'}{${mark.length},}\\s*(?:$|(?:\\*\\*)?\\[)`);
  for (let line = from; line < lines.length; line++) if (closing.test(lines[line] ?? '')) return line;
  return -1;
}
