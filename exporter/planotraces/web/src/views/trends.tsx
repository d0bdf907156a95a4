import type { VNode } from 'preact';
import { useEffect, useMemo } from 'preact/hooks';
import * as api from '../api';
import { go, place, withQuery } from '../lib/router';
import { listQuery, queryKey } from '../lib/listquery';
import { share } from '../lib/trends';
import { quoteValue } from '../lib/complete';
import { toMillis, toNanos } from '../lib/time';
import type { Trends, TrendsBy } from '../types';
import { useData } from '../ui/data';
import { Nothing, Problem, Waiting } from '../ui/states';
import { TrendPanel, topOf } from '../ui/trendpanel';

const bys: [TrendsBy, string][] = [
  ['quality', 'Quality'], ['signal', 'Signals'], ['service', 'Services'], ['model', 'Models'], ['tool', 'Tools'], ['agent', 'Agents'],
];

/** Does it get better or worse, and for whom? */
export function TrendsPage(): VNode {
  const { query } = place.value;
  const by = bys.find(([value]) => value === query.get('by'))?.[0] ?? 'quality';
  const measure = query.get('measure') ?? 'share';
  const beside = query.get('beside') ?? '';
  const a = listQuery(query);
  const models = useData(beside === 'model' ? 'models' : undefined, (signal) => api.suggest('model', '', 50, signal));
  const names = useMemo(() => (models.value ?? []).map((m) => m.value), [models.value]);
  const modelA = query.get('model') ?? names[0] ?? '';
  const modelB = query.get('model2') ?? names.find((name) => name !== modelA) ?? '';
  // Two models are put beside each other over the same time, that of all of them.
  const all = useData(beside === 'model' ? `trends all ${queryKey(a)}` : undefined, (signal) => api.trends('quality', a, signal));
  const time = beside === 'model' ? timeOf(a, all.value) : a;
  const left = beside === 'model' && modelA && time ? withModel(time, modelA) : time;
  const first = useData(left ? `trends ${by} ${queryKey(left)}` : undefined, (signal) => api.trends(by, left!, signal));
  const right = beside === 'model' ? (modelB && time ? withModel(time, modelB) : undefined) : beside === 'before' ? timeBefore(a, first.value) : undefined;
  const other = useData(right ? `trends ${by} ${queryKey(right)}` : undefined, (signal) => api.trends(by, right!, signal));
  useEffect(() => {
    document.title = 'Trends';
  }, []);
  const max = beside && other.value ? Math.max(topOf(first.value, by, measure), topOf(other.value, by, measure)) : undefined;
  return (
    <div class="page trends" data-testid="trends">
      <div class="list-head wrap">
        <h1>Trends</h1>
        <div class="choice" role="group" aria-label="By">
          {bys.map(([value, name]) => <button key={value} type="button" aria-pressed={by === value} onClick={() => go(withQuery({ by: value === 'quality' ? undefined : value }))} data-testid={`by-${value}`}>{name}</button>)}
        </div>
        {by === 'quality' || by === 'signal' ? null : (
          <label class="pick"><span>Show</span>
            <select value={measure} onChange={(event) => go(withQuery({ measure: event.currentTarget.value === 'share' ? undefined : event.currentTarget.value }))}>
              <option value="share">share of poor and severe</option>
              <option value="count">conversations</option>
              <option value="tokens">tokens</option>
              <option value="waste">wasted tokens</option>
            </select>
          </label>
        )}
        <label class="pick"><span>Beside it</span>
          <select value={beside} onChange={(event) => go(withQuery({ beside: event.currentTarget.value, model: undefined, model2: undefined }))} data-testid="beside">
            <option value="">nothing</option>
            <option value="before">the time before</option>
            <option value="model">another model</option>
          </select>
        </label>
      </div>
      {beside === 'model' ? (
        <div class="models">
          <ModelChoice label="Model" names={names} value={modelA} pick={(model) => go(withQuery({ model }))} />
          <ModelChoice label="beside" names={names} value={modelB} pick={(model2) => go(withQuery({ model2 }))} />
        </div>
      ) : null}
      {first.error && !first.value ? <Problem error={first.error} retry={first.again} what="the trends" /> : null}
      {!first.value && first.slow ? <Waiting /> : null}
      <div class={beside ? 'beside' : ''}>
        {first.value ? <TrendPanel trends={first.value} by={by} measure={measure} query={left!} max={max} title={beside ? titleOf(beside, 'a', modelA) : undefined}
          onPick={beside === 'before' ? undefined : (from, to) => go(withQuery({ from: toNanos(from * 1000), to: toNanos(to * 1000), since: undefined }))} /> : null}
        {beside && other.value ? <TrendPanel trends={other.value} by={by} measure={measure} query={right!} max={max} title={titleOf(beside, 'b', modelB)} against={first.value} /> : null}
        {beside === 'model' && models.value && !modelB ? <Nothing><p>There is no other model.</p></Nothing> : null}
        {other.error && !other.value ? <Problem error={other.error} retry={other.again} what="the other trends" /> : null}
      </div>
      {first.value && (first.value.series ?? []).length > 0 && (first.value.series ?? []).every((s) => share(s).total === 0) ? <Nothing><p>Nothing to count in this time.</p></Nothing> : null}
    </div>
  );
}

function ModelChoice({ label, names, value, pick }: { label: string; names: string[]; value: string; pick: (name: string) => void }): VNode {
  return (
    <label class="pick"><span>{label}</span>
      <select value={value} onChange={(event) => pick(event.currentTarget.value)}>
        <option value="">choose…</option>
        {(value && !names.includes(value) ? [value, ...names] : names).map((name) => <option key={name} value={name}>{name}</option>)}
      </select>
    </label>
  );
}

const titleOf = (beside: string, side: 'a' | 'b', model: string): string => (beside === 'model' ? model || 'All models' : side === 'a' ? 'This time' : 'The time before');

const withModel = (query: api.ListQuery, model: string): api.ListQuery => ({ ...query, q: [query.q, `model:${quoteValue(model)}`].filter(Boolean).join(' ') });

/** The query with the time that its trends are of, in numbers; undefined until that is known. */
function timeOf(query: api.ListQuery, trends?: Trends): api.ListQuery | undefined {
  if (!trends) return undefined;
  const parts = trends.series?.reduce((most, s) => Math.max(most, s.values.length), 0) ?? 0;
  if (parts === 0) return query;
  const start = toMillis(trends.start_unix_nano);
  return { q: query.q, from: query.from ?? toNanos(start), to: query.to ?? toNanos(start + (parts * trends.step_ns) / 1e6) };
}

/** The time of the same length before that of the query. */
function timeBefore(query: api.ListQuery, trends?: Trends): api.ListQuery | undefined {
  const time = timeOf(query, trends);
  if (!time?.from || !time.to) return undefined;
  const from = toMillis(time.from);
  return { q: time.q, from: toNanos(from - (toMillis(time.to) - from)), to: time.from };
}
