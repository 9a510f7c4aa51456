/** Outlines on a 24 by 24 grid, drawn with round strokes. */
export const ICONS = {
  dataset: 'M4 6c0-1.1 3.6-2 8-2s8 .9 8 2-3.6 2-8 2-8-.9-8-2Zm0 0v12c0 1.1 3.6 2 8 2s8-.9 8-2V6M4 12c0 1.1 3.6 2 8 2s8-.9 8-2',
  oracle: 'M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12ZM12 9.2a2.8 2.8 0 1 0 0 5.6 2.8 2.8 0 0 0 0-5.6Z',
  recipe: 'M7 3.5h8l4 4v13H7a2 2 0 0 1-2-2v-13a2 2 0 0 1 2-2ZM14.5 3.5V8H19M9 12h6.5M9 16h4.5',
  run: 'M7.5 5v14l11.5-7z',
  review: 'M4 5h6.5v14H4zM13.5 5H20v14h-6.5M12 3v18',
  export: 'M12 4v11m0 0-4.2-4.2M12 15l4.2-4.2M4.5 16.5v3h15v-3',
  check: 'm5 12.5 4.5 4.5L19 7.5',
  pause: 'M8 5.5v13M16 5.5v13',
  trash: 'M4.5 7h15M9.5 7V4.5h5V7M6.5 7l.8 12.5h9.4L17.5 7M10.2 10.5v5.5M13.8 10.5v5.5',
  plus: 'M12 5v14M5 12h14',
  file: 'M7 3.5h7l5 5v12H7a2 2 0 0 1-2-2v-13a2 2 0 0 1 2-2ZM13.5 3.5V9H19',
  previous: 'm14.5 5.5-6.5 6.5 6.5 6.5',
  next: 'm9.5 5.5 6.5 6.5-6.5 6.5',
  shield: 'M12 3.5 5 6v5.5c0 4.3 2.9 7.6 7 9 4.1-1.4 7-4.7 7-9V6zM9 12l2.2 2.2L15.3 10',
  info: 'M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17ZM12 11v5.5M12 7.6v.1',
  warning: 'M12 4 2.8 19.5h18.4zM12 10v4.5M12 17.1v.1',
  close: 'm6 6 12 12M18 6 6 18',
  download: 'M12 4v11m0 0-4.2-4.2M12 15l4.2-4.2M4.5 19.5h15',
  system: 'M4 5h16v11H4zM9 20h6M12 16v4',
  light: 'M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8ZM12 2.5v2M12 19.5v2M2.5 12h2M19.5 12h2M5.3 5.3l1.4 1.4M17.3 17.3l1.4 1.4M5.3 18.7l1.4-1.4M17.3 6.7l1.4-1.4',
  dark: 'M19.5 14.5A8 8 0 0 1 9.5 4.5a8 8 0 1 0 10 10Z',
} as const;

/** One of {@link ICONS}. */
export type IconName = keyof typeof ICONS;
