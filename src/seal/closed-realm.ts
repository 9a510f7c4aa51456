/** A window with its own set of built-in classes: the page's, or that of a blank frame in it. */
export type Realm = Window & typeof globalThis;

/**
 * What the app never uses and what could carry data past the content policy, or make a window that still has it:
 * WebRTC and WebTransport speak to any host, new windows and picture-in-picture are fresh realms, XSLT makes elements unseen.
 */
const REMOVED = /^(?:webkit|moz)?RTC|^WebTransport|^open$|^documentPictureInPicture$|^XSLTProcessor$/;

const CLOSED_FRAME = 'tain-closed-frame';

/** Elements that hold a window but cannot be customised, and that the app never uses. */
const REFUSED_ELEMENTS = ['frame', 'object', 'embed', 'fencedframe'];

/**
 * Takes WebRTC and its like away from a window, and from every blank frame that is made in it later, before code can
 * reach that frame's window. Does nothing the second time.
 */
export function closeRealm(realm: Realm): void {
  if (realm.customElements.get(CLOSED_FRAME)) return;
  for (const name of Object.getOwnPropertyNames(realm).filter((name) => REMOVED.test(name))) Reflect.deleteProperty(realm, name);
  customiseFrames(realm);
  replaceFactories(realm);
}

/** A customised frame closes its window the moment it is connected; its clones and imports do the same. */
function customiseFrames(realm: Realm): void {
  const close = (frame: HTMLIFrameElement) => {
    const held = heldRealm(frame);
    if (!held) return;
    closeRealm(held);
    // Otherwise a document is on its way into this window, and its links are its own affair: browsers let it take the window over as it is.
    if (!frame.hasAttribute('src')) refuseLinks(held);
  };
  class ClosedFrame extends realm.HTMLIFrameElement {
    constructor() {
      super();
      // A blank frame loads within its insertion, before the callback below, and again whenever it is led to a blank page.
      this.addEventListener('load', () => close(this));
    }
    connectedCallback(): void {
      close(this);
    }
  }
  realm.customElements.define(CLOSED_FRAME, ClosedFrame, { extends: 'iframe' });
  // Listeners on the window come before those on the frame, and the first one added comes first.
  realm.addEventListener('load', ({ target }) => target instanceof realm.HTMLIFrameElement && close(target), true);
}

/** For documents that have no links of their own to follow. */
export function refuseLinks(realm: Realm): void {
  for (const type of ['click', 'auxclick']) realm.addEventListener(type, (event) => event.preventDefault(), true);
}

/** Undefined for a document of another origin, and for one of ours, which closes itself. */
function heldRealm(frame: HTMLIFrameElement): Realm | undefined {
  const held = frame.contentWindow as Realm | null;
  return frame.contentDocument && held?.location.protocol === 'about:' ? held : undefined;
}

/** Leaves no plain frame to be made: neither by name, nor in another namespace or document, nor as an element of someone else's class. */
function replaceFactories(realm: Realm): void {
  const prototype = realm.Document.prototype as unknown as Factories;
  const { createElement, createElementNS } = prototype;
  const makeFrame = (name: string): unknown => {
    const localName = name.toLowerCase().replace(/^.*:/, '');
    if (REFUSED_ELEMENTS.includes(localName)) throw new TypeError(`this page makes no ${localName} elements`);
    return localName === 'iframe' ? createElement.call(realm.document, 'iframe', { is: CLOSED_FRAME }) : undefined;
  };
  // Each name is made a string once: an object could give one name here and another to the browser.
  prototype.createElement = function (given, options) {
    const name = String(given);
    return makeFrame(name) ?? createElement.call(this, name, options);
  };
  prototype.createElementNS = function (namespace, given, options) {
    const name = String(given);
    return makeFrame(name) ?? createElementNS.call(this, namespace, name, options);
  };
  const define = realm.customElements.define.bind(realm.customElements);
  realm.CustomElementRegistry.prototype.define = (name, constructor, options) => {
    if (options?.extends !== undefined) throw new TypeError(`this page customises no ${options.extends} elements`);
    define(name, constructor, options);
  };
}

// The many overloads of the real ones say nothing that matters here.
interface Factories {
  createElement: (this: unknown, name: string, options?: unknown) => unknown;
  createElementNS: (this: unknown, namespace: string | null, name: string, options?: unknown) => unknown;
}
