import type { VNode } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import * as api from '../api';
import { count, day, clock } from '../lib/format';
import { queryKey } from '../lib/listquery';
import { toggleTerm } from '../lib/complete';
import { go, place, withQuery } from '../lib/router';
import { toMillis, toNanos } from '../lib/time';
import type { Trends } from '../types';
import { Chart, type Series } from './chart';
import { useData } from './data';
import { QualityShape } from './icons';
import { news } from './live';
import { qualities } from './quality';

const refreshEvery = 4000;

/** Conversations per quality over time; a drag narrows the time. */
export function QualityChart({ query }: { query: api.ListQuery }): VNode {
  const { value, again } = useData(queryKey(query), (signal) => api.trends('quality', query, signal));
  useRefresh(again);
  const [at, setAt] = useState<number | null>(null);
  const { times, series } = useMemo(() => stacked(value), [value]);
  const step = (value?.step_ns ?? 0) / 1e6;
  const narrowed = query.from || query.to;
  return (
    <section class="quality-chart" aria-label="Quality over time">
      <Legend series={series} at={at} times={times} step={step} />
      {narrowed ? <a class="button small" href={withQuery({ from: undefined, to: undefined })} data-testid="widen">All time</a> : null}
      {series.some((s) => sum(s.values) > 0)
        ? <Chart times={times} series={series} height={112} kind="stacked" label={`Conversations by quality over time: ${said(series)}`} onHover={setAt}
            onPick={(from, to) => go(withQuery({ from: toNanos(from * 1000), to: toNanos(to * 1000), since: undefined }))} />
        : value ? null : <div class="chart-room" />}
    </section>
  );
}

function useRefresh(again: () => void): void {
  const told = news.value;
  const seen = useRef(told);
  const timer = useRef(0);
  useEffect(() => {
    if (told === seen.current || timer.current) return;
    timer.current = window.setTimeout(() => {
      timer.current = 0;
      seen.current = news.peek();
      again();
    }, refreshEvery);
  }, [told]);
  useEffect(() => () => clearTimeout(timer.current), []);
}

/** The parts of the time in seconds, and a series for each quality, worst first. */
export function stacked(trends?: Trends): { times: number[]; series: Series[] } {
  const parts = trends?.series?.reduce((most, s) => Math.max(most, s.values.length), 0) ?? 0;
  if (!trends || parts === 0) return { times: [], series: [] };
  const start = toMillis(trends.start_unix_nano) / 1000;
  const times = Array.from({ length: parts }, (_, i) => start + (i * trends.step_ns) / 1e9);
  const series = qualities.map((name) => ({
    name,
    colour: `--q-${name.toLowerCase()}`,
    values: trends.series!.find((s) => s.name.toLowerCase() === name.toLowerCase())?.values ?? times.map(() => 0),
  }));
  return { times, series };
}

const sum = (values: (number | null)[]): number => values.reduce<number>((total, v) => total + (v ?? 0), 0);

const said = (series: Series[]): string => series.map((s) => `${count(sum(s.values))} ${s.name}`).join(', ');

const term = (quality: string): string => `quality:${quality.toLowerCase()}`;

/** The qualities with their counts, each of which narrows the list. */
function Legend({ series, at, times, step }: { series: Series[]; at: number | null; times: number[]; step: number }): VNode {
  const time = at === null ? undefined : times[at];
  const asked = place.value.query.get('q') ?? '';
  return (
    <ul class="legend">
      {series.map((s) => {
        const n = at === null ? sum(s.values) : s.values[at] ?? 0;
        return (
          <li key={s.name}>
            <button type="button" aria-pressed={asked.split(/\s+/).includes(term(s.name))} title={`Only ${s.name.toLowerCase()}`} data-testid={`legend-${s.name.toLowerCase()}`}
              onClick={() => go(withQuery({ q: toggleTerm(asked, term(s.name)) }))}>
              <QualityShape quality={s.name as never} />
              <span>{s.name}</span>
              <strong>{count(n)}</strong>
            </button>
          </li>
        );
      })}
      {time === undefined ? null : <li class="dim when">{day(time * 1000)}, {clock(time * 1000).slice(0, 5)}{step < 86_400_000 ? ` – ${clock(time * 1000 + step).slice(0, 5)}` : ''}</li>}
    </ul>
  );
}
