// lib.dom does not know the Navigation API; this is the part that is used here.
interface NavigateEvent extends Event {
  readonly navigationType: 'push' | 'replace' | 'reload' | 'traverse';
  readonly destination: { readonly url: string; readonly sameDocument: boolean };
  readonly downloadRequest: string | null;
}

/**
 * Calls off every attempt of code to lead this document elsewhere. What stays: steps from `#` on, reloading, going back,
 * going to the shell, and saving files made here. The address bar is the person's own and is not bound. A second lock beside the shell's
 * sandbox; browsers without the Navigation API have only that.
 */
export function guardNavigation(): void {
  const { navigation } = window as { readonly navigation?: EventTarget };
  navigation?.addEventListener('navigate', (event) => {
    if (!staysHere(event as NavigateEvent)) event.preventDefault();
  });
}

function staysHere({ navigationType, destination, downloadRequest }: NavigateEvent): boolean {
  if (destination.url.startsWith('blob:')) return downloadRequest !== null;
  if (destination.url.split('#')[0] === new URL('./', document.baseURI).href) return true;
  return destination.sameDocument || navigationType === 'reload' || navigationType === 'traverse';
}
