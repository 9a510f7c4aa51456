/**
 * Keeps the window's address and the frame's the same from `#` on, in both directions, so that bookmarks, reload, back,
 * forward and links with a route work as they would without a frame.
 *
 * A step inside the frame makes an entry in the common history; the window's address only follows it, by replacement, and
 * so never adds a second one. When the window's own address changes (a link was pasted, or back led to such an
 * entry), the frame follows by replacement.
 */
export function mirrorAddress(frame: HTMLIFrameElement): void {
  frame.addEventListener('load', () => {
    const held = frame.contentWindow;
    if (!held) return;
    const follow = () => {
      if (location.hash !== held.location.hash) history.replaceState(history.state, '', held.location.hash || location.pathname);
    };
    held.addEventListener('hashchange', follow);
    // Sees replaced entries too; browsers without it show the route of a replaced entry only after the next step.
    navigationOf(held)?.addEventListener('currententrychange', follow);
    follow();
  });
  addEventListener('hashchange', () => {
    const held = frame.contentWindow;
    if (held && held.location.hash !== location.hash) held.location.replace(new URL(location.hash || '#/', held.location.href));
  });
}

function navigationOf(held: Window): EventTarget | undefined {
  return (held as Window & { readonly navigation?: EventTarget }).navigation;
}
