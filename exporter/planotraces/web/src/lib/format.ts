// Numbers as people read them. All of these are as narrow as they can be without a loss that matters.

const grouped = new Intl.NumberFormat('en');

export const count = (n: number): string => grouped.format(n);

/** 950, 12.4k, 3.1M. */
export function short(n: number): string {
  if (Math.abs(n) < 1000) return String(n);
  for (const [size, unit] of [[1e9, 'G'], [1e6, 'M'], [1e3, 'k']] as const) {
    if (Math.abs(n) >= size * 0.9995) {
      const part = n / size;
      return (Math.abs(part) >= 99.95 ? part.toFixed(0) : part.toFixed(1).replace(/\.0$/, '')) + unit;
    }
  }
  return String(n);
}

/** 840 ns, 1.2 ms, 12 s, 3 min 5 s, 2 h 10 min, 3 d. */
export function duration(nanos: number): string {
  if (nanos <= 0) return '0 s';
  if (nanos < 1e3) return `${nanos} ns`;
  if (nanos < 1e6) return `${digits(nanos / 1e3)} µs`;
  if (nanos < 999.5e6) return `${digits(nanos / 1e6)} ms`;
  const seconds = nanos / 1e9;
  if (seconds < 59.95) return `${digits(seconds)} s`;
  const whole = Math.round(seconds);
  if (whole < 3600) return pair(Math.floor(whole / 60), 'min', whole % 60, 's');
  const minutes = Math.round(seconds / 60);
  if (minutes < 24 * 60) return pair(Math.floor(minutes / 60), 'h', minutes % 60, 'min');
  const hours = Math.round(seconds / 3600);
  return pair(Math.floor(hours / 24), 'd', hours % 24, 'h');
}

const digits = (n: number): string => (n < 9.95 ? n.toFixed(1).replace(/\.0$/, '') : n.toFixed(0));

const pair = (a: number, unit: string, b: number, smaller: string): string =>
  b === 0 ? `${a} ${unit}` : `${a} ${unit} ${b} ${smaller}`;

/** $0.0042, $1.20, $310. */
export function money(usd: number): string {
  if (usd === 0) return '$0';
  if (Math.abs(usd) >= 100) return `$${grouped.format(Math.round(usd))}`;
  if (Math.abs(usd) >= 0.1) return `$${usd.toFixed(2)}`;
  return `$${usd.toPrecision(2)}`;
}

/** 812 B, 16 kB, 1.2 MB. */
export function bytes(n: number): string {
  if (n < 1000) return `${n} B`;
  for (const [size, unit] of [[1e9, 'GB'], [1e6, 'MB'], [1e3, 'kB']] as const) {
    if (n >= size * 0.9995) return `${digits(n / size)} ${unit}`;
  }
  return `${n} B`;
}

/** How long ago: now, 12 s, 5 min, 3 h, 2 d. */
export function age(millis: number, now: number): string {
  const seconds = Math.max(0, Math.round((now - millis) / 1000));
  if (seconds < 5) return 'now';
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`;
  if (seconds < 86400) return `${Math.floor(seconds / 3600)} h`;
  return `${Math.floor(seconds / 86400)} d`;
}

const clockFormat = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });
const dayFormat = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });

export const clock = (millis: number): string => clockFormat.format(millis);

export const day = (millis: number): string => dayFormat.format(millis);

export const moment = (millis: number): string => `${day(millis)}, ${clock(millis)}`;

/** "1 round", "6 rounds". */
export const plural = (n: number, one: string, many = `${one}s`): string => `${count(n)} ${n === 1 ? one : many}`;
