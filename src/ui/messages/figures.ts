const COUNT = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const ONE_DIGIT = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });
const TWO_DIGITS = new Intl.NumberFormat('en', { maximumFractionDigits: 2 });
const DAY_AND_TIME = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'short' });
const CLOCK = new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium' });
const UNITS = ['B', 'KB', 'MB', 'GB', 'TB'] as const;

/** A number as `format` writes it, with a true minus, which is as wide as a plus and never breaks off its figure: Intl writes a hyphen. */
export function formatNumber(value: number, format: Intl.NumberFormat): string {
  return format.format(value).replace('-', '−');
}

/** How the figures of one column or row are written: with as many digits after the point as the largest of them asks for. */
export interface AlikeFormat {
  /** `31.2` beside `8.9`, `0.630` beside `0.021`, `1,208` beside `96`. */
  readonly figure: (value: number) => string;
  /** A change between two of them: `+17.2`, `−0.021`, `0.0`. */
  readonly change: (value: number) => string;
}

/** The format that suits all of these figures; those that are not known have no say. */
export function alikeFormat(values: readonly (number | undefined)[]): AlikeFormat {
  const largest = Math.max(0, ...values.map((value) => Math.abs(value ?? 0)));
  return alikeWith(largest === 0 ? 0 : largest <= 1 ? 3 : largest < 10 ? 2 : largest < 1000 ? 1 : 0);
}

/** The format of whole numbers and of the changes between them. */
export function countFormat(): AlikeFormat {
  return alikeWith(0);
}

function alikeWith(digits: number): AlikeFormat {
  const options = { minimumFractionDigits: digits, maximumFractionDigits: digits };
  const [plain, signed] = [new Intl.NumberFormat('en', { ...options, signDisplay: 'negative' }), new Intl.NumberFormat('en', { ...options, signDisplay: 'exceptZero' })];
  return { figure: (value) => formatNumber(value, plain), change: (value) => formatNumber(value, signed) };
}

/** `52002` → `52,002`. */
export function formatCount(count: number): string {
  return COUNT.format(count);
}

/** `plural(1, 'record')` → `1 record`, `plural(2, 'record')` → `2 records`; `many` for irregular words. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}

/** `1536` → `1.5 KB`, in steps of 1,000 as file managers and shops count. */
export function formatBytes(bytes: number): string {
  const step = Math.min(UNITS.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, bytes)) / 3)));
  const value = bytes / 1000 ** step;
  return `${(value >= 100 || step === 0 ? COUNT : ONE_DIGIT).format(value)} ${UNITS[step]}`;
}

/** A rate such as `0.4` or `118`: one digit after the point while it is small. */
export function formatRate(rate: number): string {
  return (rate < 100 ? ONE_DIGIT : COUNT).format(rate);
}

/** Whole percent, and never 100 before all is done. */
export function formatPercent(fraction: number): string {
  const percent = fraction >= 1 ? 100 : Math.min(99, Math.floor(fraction * 100));
  return `${percent}%`;
}

/** `4 s`, `3 min 20 s`, `2 h 5 min`, `3 d 4 h`: the two largest units. */
export function formatDuration(durationMs: number): string {
  const seconds = Math.max(0, Math.round(durationMs / 1000));
  const parts: readonly (readonly [number, string])[] = [
    [Math.floor(seconds / 86_400), 'd'],
    [Math.floor(seconds / 3600) % 24, 'h'],
    [Math.floor(seconds / 60) % 60, 'min'],
    [seconds % 60, 's'],
  ];
  const first = parts.findIndex(([amount]) => amount > 0);
  if (first < 0) return '0 s';
  return parts.slice(first, first + 2).filter(([amount]) => amount > 0).map(([amount, unit]) => `${amount} ${unit}`).join(' ');
}

/** The seconds of one answer, such as `0.08 s` or `74 s`. */
export function formatSeconds(durationMs: number): string {
  return `${(durationMs < 1000 ? TWO_DIGITS : ONE_DIGIT).format(durationMs / 1000)} s`;
}

/** `Nov 23, 2026, 6:05 AM`. */
export function formatMoment(atMs: number): string {
  return DAY_AND_TIME.format(atMs);
}

/** `18:05:09`. */
export function formatClock(atMs: number): string {
  return CLOCK.format(atMs);
}

/** A count of parameters, given in billions: `0.6 B`, `35 M`, `12 K`. */
export function formatParameters(billions: number): string {
  if (billions >= 0.1) return `${ONE_DIGIT.format(billions)} B`;
  return billions >= 0.0001 ? `${ONE_DIGIT.format(billions * 1e3)} M` : `${ONE_DIGIT.format(billions * 1e6)} K`;
}
