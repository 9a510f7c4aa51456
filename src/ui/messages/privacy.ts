import type { Answer, Asker, ProtectionName } from '../../seal/seal.ts';
import { formatBytes, formatCount, plural } from './figures.ts';

/** The screen that tells what leaves this machine. */
export const PRIVACY = {
  title: 'What leaves this machine',
  lead: 'Nothing that you drop here. Your browser itself keeps this page closed; here you see by what, and every request that was made.',
  outTitle: 'What goes out',
  out: [
    'The page asks its host for its own files, and now and then whether there is a newer version. Such a request carries nothing.',
    'If you download a model, its name goes to Hugging Face, for WebLLM also to GitHub. Only a small document may ask there, which has no code to read your data.',
    'If you look up a model by its id, that id goes to Hugging Face.',
  ],
  outNote: 'As with any request, those hosts see your network address. They see no record, no file name and no result.',
  inTitle: 'What stays',
  in: 'Records, results, prompts and completions are read, made and stored in this browser. No server takes part: there is none that could receive them, and no account and no key that could tell who you are. They leave this page only in files that you save.',
  protections: 'What keeps it closed on this visit',
  protectionsFailed: 'What is in force could not be found out.',
  inForce: 'In force',
  missing: 'Not in force',
  unsupported: 'Not known to this browser',
  checkTitle: 'See for yourself',
  check: [
    'Watch the network: open the developer tools with F12, choose “Network”, recycle a dataset. Nothing is asked of another host.',
    'Try to get out: in the console choose “workbench.html” in place of “top” and enter fetch(\'https://example.com\'). The browser refuses, and the attempt stands in the list below.',
    'Cut the cable: when the page says “Works offline”, switch the network off and reload. Import, recycle, export.',
    'Keep the list: save the ledger below and read it with any editor.',
  ],
  limitsTitle: 'What this does not cover',
  limits: [
    'Browser extensions can read every page that you allow them to, this one too. For private data use a profile without any.',
    'The operating system and other programs see what is on the screen and on the disk.',
    'The host that serves this page could serve another one tomorrow. Use a host that you trust, or build the page yourself.',
    'All this guards against mistakes, curious libraries and hostile data. Code of this very page that set out to break it could still find a way; you can read the source.',
  ],
} as const;

/** The list of requests. */
export const LEDGER = {
  title: 'Every request since this tab was opened',
  scope: 'Requests of all tabs of this page, newest first.',
  totals: 'Sums',
  here: 'Answered on this machine',
  site: 'Asked of this page’s host',
  weights: 'Asked of model hosts',
  elsewhere: 'Asked of any other host',
  stopped: 'Refused or blocked',
  withBody: 'Sent with content',
  count: (requests: number, bytes: number) => (bytes > 0 ? `${formatCount(requests)} · ${formatBytes(bytes)}` : formatCount(requests)),
  bodyNote: 'Nothing in this page sends content along with a request. If something did, it would be counted here and listed with its method.',
  methodUnknown: (requests: number) => `Of ${plural(requests, 'request')} the browser does not tell the method: they were made by scripts before the service worker was in control.`,
  browserNote: 'One request cannot be listed: from time to time the browser itself asks the host whether service-worker.js has changed.',
  leftOut: (requests: number) => `${plural(requests, 'earlier line')} made room; the sums include them.`,
  filter: 'Show',
  emptyTitle: 'No such request',
  empty: 'Nothing of this kind has been asked for since this tab was opened.',
  save: 'Save the ledger',
  table: 'Requests',
  time: 'Time',
  address: 'Address',
  asker: 'Asked by',
  answer: 'Answered by',
  size: 'Size',
  unknown: '–',
} as const;

/** What the list may be narrowed to. */
export const LEDGER_FILTERS = { all: 'All requests', network: 'Asked of a host', copy: 'Answered on this machine', stopped: 'Refused or blocked' } as const;

/** Who asked. */
export const ASKER_LABELS: Record<Asker, string> = {
  page: 'page',
  worker: 'worker',
  dock: 'model download',
  shell: 'outer frame',
  'offline-copy': 'offline copy',
  browser: 'you, by opening it',
  unknown: 'unknown',
};

/** Who answered. */
export const ANSWER_LABELS: Record<Answer, string> = {
  copy: 'this machine',
  network: 'the host',
  refused: 'refused by the service worker',
  blocked: 'blocked by the content policy',
};

/** A protection in words. */
export interface ProtectionText {
  readonly title: string;
  /** What it does. */
  readonly meaning: string;
  /** Why it may be missing, and what still holds then. */
  readonly missing: string;
}

/** Every protection in words, in the order of their weight. */
export const PROTECTION_TEXTS: Record<ProtectionName, ProtectionText> = {
  policy: {
    title: 'Content policy',
    meaning: 'The page itself forbids the browser to connect it, or any of its workers, to another host. This binds every line of its code, also that of libraries.',
    missing: 'This page came without its policy: it runs from a development server, or somebody changed it. Do not drop anything private.',
  },
  frame: {
    title: 'Closed frame',
    meaning: 'The page runs inside a frame that cannot lead the window to another address, open windows or send forms. So no data can leave written into an address.',
    missing: 'Connections are still forbidden, but a page outside its frame could be led to another address. Open it from the start page.',
  },
  webrtc: {
    title: 'No direct connections',
    meaning: 'Content policies do not cover WebRTC, by which browsers connect to each other. It is taken away from the page before anything else runs.',
    missing: 'WebRTC could not be taken away. Nothing in this page uses it.',
  },
  'service-worker': {
    title: 'Answers from this machine',
    meaning: 'A service worker answers every request to this site from the copy on this machine, and refuses any address that is not exactly one of the page’s files. So not even the host of this page can be told anything.',
    missing: 'It is not in control: on a first visit until the copy is complete, after a reload that skips it, and where the browser allows none. Until then the page’s own host is asked for its files; no other host can be reached.',
  },
  'policy-header': {
    title: 'Policy as a header',
    meaning: 'The policy also stands before each file, in its header, and so holds before the file is read. It comes from the host or from the copy on this machine.',
    missing: 'The host of this page sends no such header; many cannot. From the next opening on the copy on this machine brings it along. The policy inside the document holds all the same.',
  },
  allowlist: {
    title: 'Connection allowlist',
    meaning: 'A second header names the only addresses that the browser may connect to for this page. This also closes ways that no content policy knows.',
    missing: 'It comes from the host or, from the next opening on, from the copy on this machine; Chrome and Edge know it from version 152 on. The other protections do not depend on it.',
  },
};
