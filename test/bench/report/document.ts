const HEAD = '# Benchmarks\n';

/** The document with the section of this name replaced by `text`, or with it at the end where there was none. All else stays as it is. */
export function withSection(document: string, name: string, text: string): string {
  const [begin, end] = [`<!-- bench: ${name} begins, written by \`npm run bench\` -->`, `<!-- bench: ${name} ends -->`];
  const section = `${begin}\n\n${text.trim()}\n\n${end}`;
  const [from, to] = [document.indexOf(begin), document.indexOf(end)];
  if (from !== -1 && to > from) return document.slice(0, from) + section + document.slice(to + end.length);
  return `${(document.trim() === '' ? HEAD : document).trimEnd()}\n\n${section}\n`;
}

/** A Markdown table. Cells after the first are aligned to the right. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map((_, index) => (index === 0 ? '---' : '--:'))), ...rows.map(line)].join('\n');
}
