import { WORKBENCH_SANDBOX } from './policy.ts';

/** Features that the workbench does not use and that could carry data to another device. What it uses (keeping the screen awake) a frame of the same origin has by default. */
const DENIED_FEATURES = ['camera', 'microphone', 'display-capture', 'geolocation', 'usb', 'serial', 'hid', 'midi', 'payment'];

/**
 * Puts the workbench, at the route that the window's address names, into a sandboxed frame that fills the window, and gives
 * it the focus. A script makes the frame, so that it begins at the right route and without an entry of its own in the history.
 */
export function holdWorkbench(workbenchUrl: URL): HTMLIFrameElement {
  const frame = document.createElement('iframe');
  frame.className = 'workbench';
  frame.title = document.title;
  frame.setAttribute('sandbox', WORKBENCH_SANDBOX);
  frame.allow = ["screen-wake-lock 'self'", ...DENIED_FEATURES.map((feature) => `${feature} 'none'`)].join('; ');
  frame.referrerPolicy = 'no-referrer';
  frame.src = workbenchUrl.href + location.hash;
  frame.addEventListener('load', () => frame.contentWindow?.focus());
  document.body.append(frame);
  return frame;
}

/** Whether this document is the workbench inside the frame that {@link holdWorkbench} makes. */
export function isHeldByShell(): boolean {
  // Null at the top, and also in a frame of another origin.
  const frame = window.frameElement;
  return parent === top && frame?.getAttribute('sandbox') === WORKBENCH_SANDBOX;
}
