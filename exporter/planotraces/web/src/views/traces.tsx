import type { VNode } from 'preact';
import { useEffect, useMemo } from 'preact/hooks';
import * as api from '../api';
import { age, count, duration, moment } from '../lib/format';
import { listQuery, queryKey } from '../lib/listquery';
import { noteList } from '../lib/neighbours';
import { carry, place, withQuery } from '../lib/router';
import { oneLine, visible } from '../lib/text';
import { toMillis } from '../lib/time';
import type { TraceSummary } from '../types';
import { usePaged } from '../ui/paging';
import { Verdict } from '../ui/quality';
import { Rows, rowsMayMove } from '../ui/rows';
import { Nothing } from '../ui/states';
import { now } from '../ui/width';

const keyOf = (row: TraceSummary): string => row.trace_id;

/** Which traces came in? */
export function TracesPage(): VNode {
  const query = listQuery(place.value.query);
  const compare = place.value.query.get('compare') ?? '';
  const list = usePaged(
    `traces ${queryKey(query)}`,
    async (cursor, signal) => {
      const page = await api.traces({ ...query, cursor, limit: 100 }, signal);
      return { rows: page.traces ?? [], cursor: page.next_cursor, partial: page.partial };
    },
    keyOf,
    rowsMayMove,
  );
  useEffect(() => {
    document.title = 'Traces';
  }, []);
  useMemo(() => noteList('traces', list.rows.map(keyOf)), [list.rows]);
  return (
    <div class="page">
      {compare ? <p class="banner" role="status">Choose the trace to put beside the first one. <a class="button" href={withQuery({ compare: undefined })}>Cancel</a></p> : null}
      <div class="list-head">
        <h1>Traces <span class="dim">newest first</span></h1>
        <div class="columns trace-columns" aria-hidden="true">
          <span>Name</span><span class="c-where">Service</span><span>Quality</span>
          <span class="c-number">Spans</span><span class="c-number">Failed</span><span class="c-number">Duration</span><span class="c-number c-age">Age</span>
        </div>
      </div>
      <Rows list={list} keyOf={keyOf} height={32} label="Traces" what="trace" testid="traces" render={(row) => <TraceRow row={row} compare={compare} />}
        empty={<Nothing><h2>No trace is like that</h2><p><a class="button" href={withQuery({ q: undefined, since: undefined, from: undefined, to: undefined })}>Show all traces</a></p></Nothing>} />
    </div>
  );
}

function TraceRow({ row, compare }: { row: TraceSummary; compare: string }): VNode {
  const start = toMillis(row.start_unix_nano);
  return (
    <a class="columns trace-columns row" href={compare && compare !== row.trace_id ? `/compare/${compare}/${row.trace_id}` : carry(`/traces/${row.trace_id}`)} data-testid="trace-row" data-id={row.trace_id}>
      <span class="line">{oneLine(row.name, 160) || <span class="dim">no name</span>} <code class="dim">{row.trace_id.slice(0, 8)}</code></span>
      <span class="c-where line">{visible(row.service ?? '')}</span>
      {row.quality ? <Verdict quality={row.quality} /> : <span class="dim">–</span>}
      <span class="c-number c-spans">{count(row.spans)}</span>
      <span class={`c-number c-failed ${row.errors ? 'bad' : 'dim'}`}>{row.errors ? count(row.errors) : '–'}</span>
      <span class="c-number">{duration(row.duration_ns)}</span>
      <span class="c-number c-age" title={moment(start)}>{age(start, now.value)}</span>
    </a>
  );
}
