// Sums and shares of trends.
import type { Trend } from '../types';

export const sum = (values: readonly (number | null | undefined)[] | undefined): number =>
  (values ?? []).reduce<number>((total, value) => total + (value ?? 0), 0);

export interface Share {
  total: number;
  poor: number;
  /** Between 0 and 1; undefined where there is nothing. */
  share?: number;
  tokens: number;
  waste: number;
}

/** A series in figures. */
export function share(trend: Trend): Share {
  const total = sum(trend.values);
  const poor = sum(trend.poor);
  return { total, poor, share: total > 0 ? poor / total : undefined, tokens: sum(trend.tokens), waste: sum(trend.waste_tokens) };
}

/** The numbers in fewer parts: sums of each size of them. */
export function coarser<T extends number>(values: readonly T[] | undefined, size: number): number[] {
  const out: number[] = [];
  for (let i = 0; i < (values?.length ?? 0); i += size) out.push(sum(values!.slice(i, i + size)));
  return out;
}

/** The values of a series that a measure shows, by part of the time. */
export function measured(trend: Trend, measure: string): (number | null)[] {
  switch (measure) {
    case 'count':
      return trend.values;
    case 'tokens':
      return trend.tokens ?? trend.values.map(() => 0);
    case 'waste':
      return trend.waste_tokens ?? trend.values.map(() => 0);
    default:
      return trend.values.map((n, i) => (n > 0 ? (100 * (trend.poor?.[i] ?? 0)) / n : null));
  }
}
