/** Takes the focus to the screen's heading: where a screen begins, and where it goes on when the focused part has vanished. */
export function focusHeading(): void {
  document.querySelector('h1')?.focus();
}
