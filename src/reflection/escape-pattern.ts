/** A pattern that matches exactly this text. RegExp.escape is younger than the browsers that the page supports. */
export function escapePattern(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}
