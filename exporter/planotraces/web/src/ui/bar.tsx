import type { VNode } from 'preact';
import { moment } from '../lib/format';
import { go, place, withQuery } from '../lib/router';
import { toMillis } from '../lib/time';
import { Icon } from './icons';
import { connected, following, setFollowing } from './live';
import { Search } from './search';

const spans: [string, string][] = [
  ['15m', 'Last 15 min'], ['1h', 'Last hour'], ['6h', 'Last 6 h'], ['1d', 'Last 24 h'], ['7d', 'Last 7 d'], ['30d', 'Last 30 d'],
];

/** The bar above every view: search, time, live. */
export function Bar(): VNode {
  return (
    <header class="bar" role="banner">
      <Search />
      <TimeRange />
      <button type="button" class="quiet live" role="switch" aria-checked={following.value} data-testid="live"
        title={following.value ? 'Following what arrives' : 'Not following'} onClick={() => setFollowing(!following.value)}>
        <span class={`dot ${following.value && connected.value ? 'on' : following.value ? 'lost' : ''}`} aria-hidden="true" />
        <span>Live</span>
      </button>
    </header>
  );
}

function TimeRange(): VNode {
  const query = place.value.query;
  const from = query.get('from');
  const to = query.get('to');
  const since = query.get('since') ?? '';
  const chosen = from || to ? 'range' : since;
  const known = chosen === '' || chosen === 'range' || spans.some(([value]) => value === chosen);
  return (
    <label class="time">
      <Icon name="clock" />
      <span class="unseen">Time</span>
      <select value={chosen} data-testid="time-range"
        onChange={(event) => {
          const value = event.currentTarget.value;
          if (value !== 'range') go(withQuery({ since: value, from: undefined, to: undefined }));
        }}>
        <option value="">All time</option>
        {spans.map(([value, name]) => <option key={value} value={value}>{name}</option>)}
        {known ? null : <option value={chosen}>Last {chosen}</option>}
        {chosen === 'range' ? <option value="range">{rangeName(from, to)}</option> : null}
      </select>
    </label>
  );
}

function rangeName(from: string | null, to: string | null): string {
  const name = (nanos: string | null): string => (nanos ? moment(toMillis(nanos)) : '…');
  return `${name(from)} – ${name(to)}`;
}
