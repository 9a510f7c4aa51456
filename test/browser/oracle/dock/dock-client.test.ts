import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fetchThroughDock } from '../../../../src/oracle/dock/dock-client.ts';
import type { LoadProgress } from '../../../../src/oracle/oracle.ts';
import { emptyCaches, ENTRY, putModel } from './weight-cache.ts';

/** The real document, as the development server gives it. */
const DOCK = '/src/dock.html';
const signal = () => new AbortController().signal;

beforeEach(emptyCaches);
afterEach(() => expect(document.querySelectorAll('iframe')).toHaveLength(0));

describe('the page’s way to the dock', () => {
  it('carries progress and the end, and leaves no frame behind', async () => {
    await putModel();
    const seen: LoadProgress[] = [];
    await fetchThroughDock(DOCK, ENTRY.spec, (progress) => seen.push(progress), signal());
    expect(seen.at(-1)).toMatchObject({ stage: 'download', fraction: 1 });
  });

  it('is told why a download failed', async () => {
    const stranger = { ...ENTRY.spec, modelId: 'https://elsewhere.example/model' };
    await expect(fetchThroughDock(DOCK, stranger, () => {}, signal())).rejects.toMatchObject({
      code: 'download-failed',
      detail: 'not in the catalogue: webllm https://elsewhere.example/model q4f32_1 webgpu',
    });
  });

  it('ends at once with the signal’s reason', async () => {
    const controller = new AbortController();
    const fetching = fetchThroughDock(DOCK, ENTRY.spec, () => {}, controller.signal);
    expect(document.querySelectorAll('iframe')).toHaveLength(1);
    controller.abort(new Error('not now'));
    await expect(fetching).rejects.toThrow('not now');
  });

  it('pays no heed to messages from other places', async () => {
    const fetching = fetchThroughDock(DOCK, { ...ENTRY.spec, modelId: 'none' }, () => {}, signal());
    postMessage('tain-dock-ready', location.origin, [new MessageChannel().port2]);
    await expect(fetching).rejects.toMatchObject({ code: 'download-failed' });
  });
});
