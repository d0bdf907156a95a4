import type { VNode } from 'preact';
import { useMemo } from 'preact/hooks';
import type { ListQuery } from '../api';
import { quoteValue } from '../lib/complete';
import { count, duration, moment, short } from '../lib/format';
import { leafOf } from '../lib/leaves';
import { address } from '../lib/router';
import { visible } from '../lib/text';
import { toMillis } from '../lib/time';
import { coarser, measured, share, sum } from '../lib/trends';
import type { Trend, Trends, TrendsBy } from '../types';
import { Chart, Sparkline, type Series } from './chart';
import { QualityShape } from './icons';
import { qualities } from './quality';

const lines = 6;
const mostShares = 10;
const dashes: (number[] | undefined)[] = [undefined, [6, 3], [2, 3], [10, 3, 2, 3], [4, 4], [1, 4]];

interface PanelProps {
  trends: Trends;
  by: TrendsBy;
  measure: string;
  query: ListQuery;
  max?: number;
  title?: string;
  /** What the figures are compared with. */
  against?: Trends;
  onPick?: (from: number, to: number) => void;
}

/** One chart over time with its figures. */
export function TrendPanel({ trends, by, measure, query, max, title, against, onPick }: PanelProps): VNode {
  const { times, series } = useMemo(() => seriesOf(trends, by, measure), [trends, by, measure]);
  const percent = by !== 'quality' && by !== 'signal' && measure === 'share';
  const parts = (trends.series ?? []).reduce((most, s) => Math.max(most, s.values.length), 0);
  const end = toMillis(trends.start_unix_nano) + (parts * trends.step_ns) / 1e6;
  if (parts === 0) return <section class="trend-panel" data-testid="trend-panel">{title ? <h2>{title}</h2> : null}<p class="dim">Nothing is kept of this time.</p></section>;
  return (
    <section class="trend-panel" data-testid="trend-panel">
      {title ? <h2>{title}</h2> : null}
      <p class="dim">{moment(toMillis(trends.start_unix_nano))} – {moment(end)}, {duration(trends.step_ns)} a part</p>
      {times.length > 0 ? <Chart times={times} series={series} height={220} kind={by === 'quality' ? 'stacked' : 'lines'} max={percent ? 100 : max} onPick={onPick}
        format={percent ? asPercent : asShort} label={`${by} over time: ${series.map((s) => `${s.name} ${count(Math.round(sum(s.values)))}`).join(', ')}`} /> : null}
      <Table trends={trends} by={by} query={query} series={series} against={against} label={title ? `Figures: ${title}` : 'Figures'} />
    </section>
  );
}

const asPercent = (value: number): string => `${value} %`;
const asShort = (value: number): string => (Number.isInteger(value) ? short(value) : '');

/** The highest value of a chart, so that two have the same scale. */
export function topOf(trends: Trends | undefined, by: TrendsBy, measure: string): number {
  if (!trends) return 0;
  const { times, series } = seriesOf(trends, by, measure);
  if (by !== 'quality') return 1.05 * Math.max(1, ...series.flatMap((s) => s.values.map((v) => v ?? 0)));
  return 1.05 * Math.max(1, ...times.map((_, i) => sum(series.map((s) => s.values[i]))));
}

function seriesOf(trends: Trends, by: TrendsBy, measure: string): { times: number[]; series: Series[] } {
  const all = trends.series ?? [];
  const parts = all.reduce((most, s) => Math.max(most, s.values.length), 0);
  const start = toMillis(trends.start_unix_nano) / 1000;
  const times = Array.from({ length: parts }, (_, i) => start + (i * trends.step_ns) / 1e9);
  if (by === 'quality') {
    return {
      times,
      series: qualities.map((name) => ({ name, colour: `--q-${name.toLowerCase()}`, values: find(all, name)?.values ?? times.map(() => 0) })),
    };
  }
  // Shares of few conversations say little: they are of longer parts.
  const size = by !== 'signal' && measure === 'share' ? Math.max(1, Math.ceil(parts / mostShares)) : 1;
  const wider = (s: Trend): Trend => (size === 1 ? s : { ...s, values: coarser(s.values, size), poor: coarser(s.poor, size) });
  return {
    times: times.filter((_, i) => i % size === 0),
    series: ranked(all).slice(0, lines).map((s, i) => ({
      name: s.name, colour: `--series-${i}`, dash: dashes[i], values: by === 'signal' ? s.values : measured(wider(s), measure),
    })),
  };
}

const find = (all: Trend[], name: string): Trend | undefined => all.find((s) => s.name.toLowerCase() === name.toLowerCase());

const isGood = (trend: Trend): number => (leafOf(trend.name).tone === 'good' ? 1 : 0);

/** The most frequent ones first; signals of satisfaction behind those of trouble. */
const ranked = (all: Trend[]): Trend[] => [...all].sort((a, b) => isGood(a) - isGood(b) || share(b).total - share(a).total);

interface TableProps {
  trends: Trends;
  by: TrendsBy;
  query: ListQuery;
  series: Series[];
  against?: Trends;
  label: string;
}

function Table({ trends, by, query, series, against, label }: TableProps): VNode {
  const rows = by === 'quality' ? qualities.map((name) => find(trends.series ?? [], name) ?? { name, values: [] }) : ranked(trends.series ?? []);
  const detailed = by !== 'quality' && by !== 'signal';
  const all = sum(rows.map((row) => share(row).total));
  const tokens = by !== 'signal' && rows.some((row) => sum(row.tokens) > 0);
  const waste = by !== 'signal' && rows.some((row) => sum(row.waste_tokens) > 0);
  return (
    <div class="table-box" tabIndex={0} role="region" aria-label={label}>
      <table class="figures-table">
        <thead>
          <tr>
            <th scope="col">{headOf(by)}</th>
            <th scope="col" class="c-number">{by === 'signal' ? 'Times' : 'Conversations'}</th>
            {against ? <th scope="col" class="c-number">Against</th> : null}
            {detailed ? <th scope="col" class="c-number">Poor or severe</th> : by === 'quality' ? <th scope="col" class="c-number">Share</th> : null}
            {tokens ? <th scope="col" class="c-number">Tokens</th> : null}
            {waste ? <th scope="col" class="c-number">Wasted</th> : null}
            <th scope="col" class="c-trend">Trend</th>
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, 50).map((row, i) => {
            const figures = share(row);
            const before = against ? share(find(against.series ?? [], row.name) ?? { name: row.name, values: [] }).total : 0;
            return (
              <tr key={row.name}>
                <th scope="row">
                  <a href={address('/', { q: [query.q, `${by}:${quoteValue(by === 'quality' ? row.name.toLowerCase() : row.name)}`].filter(Boolean).join(' '), from: query.from, to: query.to, since: query.since })}>
                    {by === 'quality' ? <QualityShape quality={row.name as never} /> : i < lines ? <Key number={i} dash={series[i]?.dash} /> : <span class="no-key" />}
                    {by === 'signal' ? leafOf(row.name).short : visible(row.name) || 'none'}
                  </a>
                </th>
                <td class="c-number">{count(figures.total)}</td>
                {against ? <td class="c-number dim">{count(before)}</td> : null}
                {detailed ? <td class="c-number">{figures.share === undefined ? '–' : `${Math.round(figures.share * 100)} %`}</td>
                  : by === 'quality' ? <td class="c-number">{all > 0 ? `${Math.round((figures.total / all) * 100)} %` : '–'}</td> : null}
                {tokens ? <td class="c-number">{figures.tokens ? short(figures.tokens) : '–'}</td> : null}
                {waste ? <td class="c-number">{figures.waste ? short(figures.waste) : '–'}</td> : null}
                <td class="c-trend"><Sparkline values={row.values} label={`${row.name} over time: ${row.values.join(', ')}`} /></td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

const headOf = (by: TrendsBy): string => by.charAt(0).toUpperCase() + by.slice(1);

/** The line of a series as in the chart. */
function Key({ number, dash }: { number: number; dash?: number[] }): VNode {
  return <svg class={`key series-${number}`} width="20" height="8" viewBox="0 0 20 8" aria-hidden="true"><path d="M0 4h20" stroke="currentColor" stroke-width="2" stroke-dasharray={dash?.join(' ')} /></svg>;
}
