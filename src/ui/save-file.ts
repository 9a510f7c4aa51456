/** A large download may still read from its address for a while after it was started. */
const REVOKE_AFTER_MS = 5 * 60_000;

/** Hands a finished file to the browser's downloads. */
export function saveFile({ name, bytes }: { readonly name: string; readonly bytes: Blob }): void {
  const url = URL.createObjectURL(bytes);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), REVOKE_AFTER_MS);
}
