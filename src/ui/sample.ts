/** Fetches the sample dataset that comes with the page. Rejects with TypeError or Error when the page's server does not give it. */
export async function fetchSample(): Promise<File> {
  const response = await fetch(new URL('sample/sample.json', document.baseURI));
  if (!response.ok) throw new Error(`${response.url}: ${response.status}`);
  return new File([await response.blob()], 'sample.json', { type: 'application/json' });
}
