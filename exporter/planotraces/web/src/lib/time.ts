// Times of the API: nanoseconds as text, more digits than a number holds.
import type { Nanos } from '../types';

/** Milliseconds since 1970; what is below a microsecond is lost. */
export function toMillis(nanos: Nanos): number {
  const text = nanos || '0';
  if (text.length <= 6) return Number(text) / 1e6;
  return Number(text.slice(0, -6)) + Number(text.slice(-6)) / 1e6;
}

/** The same moment for the API. */
export const toNanos = (millis: number): Nanos => String(BigInt(Math.round(millis)) * 1_000_000n);

/** Nanoseconds from a to b, exact as long as they are less than 100 days apart. */
export const between = (a: Nanos, b: Nanos): number => Number(BigInt(b || '0') - BigInt(a || '0'));
