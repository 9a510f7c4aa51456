const MIRRORED_ATTRIBUTES = ['lang', 'dir', 'data-theme'] as const;

/** Gives the window the title, language, direction, theme and theme colour of the document in its frame. */
export function mirrorAppearance(frame: HTMLIFrameElement): void {
  const systemTheme = matchMedia('(prefers-color-scheme: dark)');
  const follow = () => copyAppearance(frame);
  systemTheme.addEventListener('change', follow);
  frame.addEventListener('load', () => {
    const held = frame.contentDocument;
    if (!held) return;
    const observer = new MutationObserver(follow);
    observer.observe(held.documentElement, { attributes: true, attributeFilter: [...MIRRORED_ATTRIBUTES] });
    observer.observe(held.head, { childList: true, subtree: true, characterData: true });
    follow();
  });
}

function copyAppearance(frame: HTMLIFrameElement): void {
  const held = frame.contentDocument;
  if (!held?.body) return;
  for (const name of MIRRORED_ATTRIBUTES) {
    const value = held.documentElement.getAttribute(name);
    if (value === null) document.documentElement.removeAttribute(name);
    else document.documentElement.setAttribute(name, value);
  }
  document.title = held.title;
  frame.title = held.title;
  const colour = getComputedStyle(held.body).backgroundColor;
  document.querySelector('meta[name=theme-color]')?.setAttribute('content', colour);
}
