import type { VNode } from 'preact';
import { useEffect, useMemo } from 'preact/hooks';
import * as api from '../api';
import { age, count, moment } from '../lib/format';
import { listQuery, queryKey } from '../lib/listquery';
import { noteList } from '../lib/neighbours';
import { carry, place } from '../lib/router';
import { oneLine } from '../lib/text';
import { toMillis } from '../lib/time';
import type { ConversationSummary, Issue } from '../types';
import { Chart } from '../ui/chart';
import { ConversationRow, rowHeight } from '../ui/conversationrow';
import { useData } from '../ui/data';
import { usePaged } from '../ui/paging';
import { Rows, rowsMayMove } from '../ui/rows';
import { Copy, Nothing, Problem, Waiting } from '../ui/states';
import { now } from '../ui/width';
import { Examples, Where } from './issues';

const keyOf = (row: ConversationSummary): string => row.id;

/** One shape of trouble: when did it happen, and in which conversations? */
export function IssuePage({ id }: { id: string }): VNode {
  const narrowing = listQuery(place.value.query);
  const query = { ...narrowing, q: `issue:${id}${narrowing.q ? ` ${narrowing.q}` : ''}` };
  const { value, error, slow, again } = useData(`issue ${queryKey(query)}`, (signal) => find(id, [query, narrowing, {}], signal));
  const issue = value?.issue;
  useEffect(() => {
    document.title = issue ? oneLine(issue.title, 60) : 'Issue';
  }, [issue]);
  if (error && !value) return <Problem error={error} retry={again} what="this issue" page />;
  if (!value) return slow ? <Waiting /> : <div />;
  if (!issue) return <Nothing><h1>This issue does not occur in what is kept</h1><p><a class="button" href={carry('/issues')}>Show all issues</a></p></Nothing>;
  return <Shown issue={issue} query={query} />;
}

/** Asks for the issue alone, then for all in this time, then for all. */
async function find(id: string, queries: api.ListQuery[], signal: AbortSignal): Promise<{ issue?: Issue }> {
  for (const query of queries) {
    const page = await api.issues({ ...query, limit: 1000 }, signal);
    const issue = page.issues?.find((i) => i.id === id);
    if (issue) return { issue };
  }
  return {};
}

function Shown({ issue, query }: { issue: Issue; query: api.ListQuery }): VNode {
  const list = usePaged(
    `issue conversations ${queryKey(query)}`,
    async (cursor, signal) => {
      const page = await api.conversations({ ...query, order: 'newest', cursor, limit: 100 }, signal);
      return { rows: page.conversations ?? [], cursor: page.next_cursor, partial: page.partial };
    },
    keyOf,
    rowsMayMove,
  );
  useMemo(() => noteList('conversations', list.rows.map(keyOf), list.loadMore), [list.rows]);
  const first = toMillis(issue.first_unix_nano);
  const last = toMillis(issue.last_unix_nano);
  const chart = useMemo(() => overTime(issue, first, last), [issue]);
  return (
    <div class="page" data-testid="issue" data-id={issue.id}>
      <header class="page-head">
        <div class="crumbs"><a href={carry('/issues')}>Issues</a><span class="actions"><Copy text={() => location.href} label="Copy link" /></span></div>
        <h1>{oneLine(issue.title, 200)}</h1>
        <Where issue={issue} />
        <dl class="figures">
          <div><dt>Times</dt><dd>{count(issue.count)}</dd></div>
          <div><dt>Conversations</dt><dd>{count(issue.conversations)}</dd></div>
          <div><dt>Since</dt><dd title={moment(first)}>{age(first, now.value)}</dd></div>
          <div><dt>Last</dt><dd title={moment(last)}>{age(last, now.value)}</dd></div>
        </dl>
      </header>
      {chart ? <Chart times={chart.times} series={chart.series} height={112} kind="stacked" label={`How often over time: ${(issue.trend ?? []).join(', ')}`} /> : null}
      <h2>Newest examples</h2>
      <Examples issue={issue} />
      <h2>Conversations</h2>
      <div>
        <Rows list={list} keyOf={keyOf} height={rowHeight()} label="Conversations" what="conversation" testid="issue-conversations"
          render={(row) => <ConversationRow row={row} />} empty={<Nothing><p>None of them is kept any more.</p></Nothing>} />
      </div>
    </div>
  );
}

function overTime(issue: Issue, first: number, last: number): { times: number[]; series: { name: string; colour: string; values: number[] }[] } | undefined {
  const values = issue.trend ?? [];
  if (values.length < 2) return undefined;
  const { query } = place.value;
  const from = query.get('from') ? toMillis(query.get('from')!) : first;
  const to = query.get('to') ? toMillis(query.get('to')!) : Math.max(last, from + 1000);
  const step = (to - from) / values.length / 1000;
  return { times: values.map((_, i) => from / 1000 + i * step), series: [{ name: 'times', colour: '--accent', values }] };
}
