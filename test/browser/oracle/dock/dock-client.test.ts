import { afterEach, describe, expect, it } from 'vitest';
import { askDock } from '../../../../src/oracle/dock/dock-client.ts';
import { CARD } from '../weights/model-files.ts';

/** The real document, as the development server gives it. */
const DOCK = '/src/dock.html';
const signal = () => new AbortController().signal;
const ignore = () => {};
const { engine, modelId, revision, dtype } = CARD.spec;
const ADDRESS = { engine, modelId, revision, dtype };

afterEach(() => expect(document.querySelectorAll('iframe')).toHaveLength(0));

describe('the page’s way to the dock', () => {
  it.each([
    ['an address for a model', { ...ADDRESS, modelId: 'https://elsewhere.example/model' }],
    ['a way out of the hub’s models', { ...ADDRESS, modelId: 'owner/..' }],
    ['a query for a revision', { ...ADDRESS, revision: 'main?x=1' }],
    ['a text for a number format', { ...ADDRESS, dtype: 'q4 and a secret' }],
  ])('is refused with %s, and leaves no frame behind', async (_, address) => {
    await expect(askDock(DOCK, 'fetch', address, ignore, signal())).rejects.toMatchObject({ code: 'not-found' });
  });

  it('is refused with anything but the id of a model to look up', async () => {
    await expect(askDock(DOCK, 'lookUp', 'the text of a record', ignore, signal())).rejects.toMatchObject({ code: 'not-found', detail: 'the text of a record' });
  });

  it('ends at once with the signal’s reason', async () => {
    const controller = new AbortController();
    const fetching = askDock(DOCK, 'fetch', ADDRESS, ignore, controller.signal);
    expect(document.querySelectorAll('iframe')).toHaveLength(1);
    controller.abort(new Error('not now'));
    await expect(fetching).rejects.toThrow('not now');
  });

  it('pays no heed to messages from other places', async () => {
    const asking = askDock(DOCK, 'lookUp', 'none', ignore, signal());
    postMessage('tain-dock-ready', location.origin, [new MessageChannel().port2]);
    await expect(asking).rejects.toMatchObject({ code: 'not-found', detail: 'none' });
  });
});
