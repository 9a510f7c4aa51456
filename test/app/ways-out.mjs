/**
 * Tries from inside a page or a worker to reach another origin. Runs there as text, so it uses nothing from outside itself.
 * @param {string} origin
 * @returns {Promise<string[]>} the ways that seemed to work
 */
export async function tryWaysOut(origin) {
  /** @param {() => Promise<unknown>} work */
  const settled = (work) => work().then(() => true, () => false);
  /** @param {EventTarget} target */
  const opened = (target) =>
    new Promise((resolve) => {
      for (const type of ['open', 'load']) target.addEventListener(type, () => resolve(true));
      target.addEventListener('error', () => resolve(false));
    });
  /** @param {string} tag @param {object} properties */
  const added = (tag, properties) => (document.body ?? document.documentElement).appendChild(Object.assign(document.createElement(tag), properties));
  /** @type {Record<string, () => Promise<unknown> | unknown>} */
  const ways = {
    fetch: () => settled(() => fetch(`${origin}/fetch`)),
    noCorsFetch: () => settled(() => fetch(`${origin}/no-cors`, { mode: 'no-cors', method: 'POST', body: 'data' })),
    webSocket: () => opened(new WebSocket(`${origin.replace('http', 'ws')}/websocket`)),
    eventSource: () => opened(new EventSource(`${origin}/event-source`)),
    module: () => settled(() => import(`${origin}/module.js`)),
    request: () => {
      const request = new XMLHttpRequest();
      request.open('POST', `${origin}/xhr`);
      request.send('data');
      return opened(request);
    },
  };
  if (typeof document !== 'undefined') {
    // A beacon says yes before anything is sent: only the server knows.
    ways.beacon = () => void navigator.sendBeacon(`${origin}/beacon`, 'data');
    ways.image = () => opened(added('img', { src: `${origin}/image.png` }));
    ways.style = () => opened(added('link', { rel: 'stylesheet', href: `${origin}/style.css` }));
    ways.prefetch = () => opened(added('link', { rel: 'prefetch', href: `${origin}/prefetch` }));
    ways.frame = () => void added('iframe', { src: `${origin}/frame.html` });
    ways.form = () => HTMLFormElement.prototype.submit.call(added('form', { action: `${origin}/form`, method: 'post' }));
  }
  const results = Object.entries(ways).map(async ([way, go]) => {
    const giveUp = new Promise((resolve) => setTimeout(() => resolve(false), 3000));
    const tried = Promise.resolve().then(go).catch(() => false);
    return (await Promise.race([tried, giveUp])) === true ? [way] : [];
  });
  return (await Promise.all(results)).flat();
}
