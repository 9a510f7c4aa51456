import { keep, recall } from './memory.ts';

/** `auto` follows the system. */
export const THEMES = ['auto', 'light', 'dark'] as const;

/** One of {@link THEMES}. */
export type ThemeName = (typeof THEMES)[number];

const KEY = 'tain.theme';

/** The theme in force, remembered between visits where the browser allows it. */
export class Theme {
  name = $state<ThemeName>(THEMES.find((name) => name === recall(KEY)) ?? 'auto');

  constructor() {
    this.#apply();
  }

  choose(name: ThemeName): void {
    this.name = name;
    this.#apply();
    keep(KEY, name);
  }

  #apply(): void {
    if (this.name === 'auto') delete document.documentElement.dataset['theme'];
    else document.documentElement.dataset['theme'] = this.name;
  }
}
