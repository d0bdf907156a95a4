import type { VNode } from 'preact';
import { useEffect } from 'preact/hooks';
import * as api from '../api';
import { age, count, moment, plural } from '../lib/format';
import { listQuery, queryKey } from '../lib/listquery';
import { address, carry, place, withQuery } from '../lib/router';
import { oneLine, visible } from '../lib/text';
import { toMillis } from '../lib/time';
import type { Issue } from '../types';
import { Sparkline } from '../ui/chart';
import { usePaged } from '../ui/paging';
import { SignalChip } from '../ui/quality';
import { Rows, rowsMayMove } from '../ui/rows';
import { Nothing } from '../ui/states';
import { now } from '../ui/width';

const keyOf = (row: Issue): string => row.id;

/** What goes wrong, where, how often? */
export function IssuesPage(): VNode {
  const query = listQuery(place.value.query);
  const list = usePaged(
    `issues ${queryKey(query)}`,
    async (cursor, signal) => {
      const page = await api.issues({ ...query, cursor, limit: 50 }, signal);
      return { rows: page.issues ?? [], cursor: page.next_cursor, partial: page.partial };
    },
    keyOf,
    rowsMayMove,
  );
  useEffect(() => {
    document.title = 'Issues';
  }, []);
  const narrowed = Boolean(query.q || query.since || query.from || query.to);
  return (
    <div class="page">
      <div class="list-head">
        <h1>Issues <span class="dim">by the conversations they are in</span></h1>
        <div class="columns issue-columns" aria-hidden="true">
          <span>What</span><span class="c-trend">Trend</span><span class="c-number">Times</span><span class="c-number">Conversations</span><span class="c-number c-since">Since</span><span class="c-number c-age">Last</span>
        </div>
      </div>
      <Rows list={list} keyOf={keyOf} height={100} label="Issues" what="issue" testid="issues" render={(row) => <IssueRow row={row} />}
        empty={<Nothing>{narrowed
          ? <><h2>No issue is like that</h2><p><a class="button" href={withQuery({ q: undefined, since: undefined, from: undefined, to: undefined })}>Show all issues</a></p></>
          : <><h2>No issue</h2><p>Nothing went wrong in what is kept.</p></>}
        </Nothing>} />
    </div>
  );
}

function IssueRow({ row }: { row: Issue }): VNode {
  const first = toMillis(row.first_unix_nano);
  const last = toMillis(row.last_unix_nano);
  return (
    <article class="issue" data-testid="issue-row" data-id={row.id}>
      <div class="columns issue-columns">
        <div class="about">
          <a class="title" href={carry(`/issues/${row.id}`)}>{oneLine(row.title, 200)}</a>
          <Where issue={row} />
        </div>
        <span class="c-trend"><Sparkline values={row.trend ?? []} label={`Over time: ${(row.trend ?? []).join(', ')}`} /></span>
        <span class="c-number"><span class="only-narrow dim">times </span>{count(row.count)}</span>
        <span class="c-number"><span class="only-narrow dim">in conversations </span>{count(row.conversations)}</span>
        <span class="c-number c-since" title={moment(first)}><span class="only-narrow dim">since </span>{age(first, now.value)}</span>
        <span class="c-number c-age" title={moment(last)}><span class="only-narrow dim">last </span>{age(last, now.value)}</span>
      </div>
      <Examples issue={row} />
    </article>
  );
}

/** The signal, the service and the tool of an issue. */
export function Where({ issue }: { issue: Issue }): VNode {
  return (
    <p class="where">
      <SignalChip signal={issue.signal} />
      {issue.tool ? <span><code>{visible(issue.tool)}</code></span> : null}
      {issue.service ? <span class="dim">{visible(issue.service)}</span> : null}
      {issue.error && !issue.title.includes(issue.error) ? <code class="error-shape">{oneLine(issue.error, 160)}</code> : null}
    </p>
  );
}

const ago = (time: string): string => {
  const text = age(toMillis(time), now.value);
  return text === 'now' ? text : `${text} ago`;
};

/** The newest places of an issue, which lead to the messages. */
export function Examples({ issue }: { issue: Issue }): VNode | null {
  const examples = issue.examples ?? [];
  if (examples.length === 0) return null;
  const said = [...new Set(examples.map((example) => example.snippet ?? ''))];
  return (
    <ul class="examples" aria-label={plural(examples.length, 'example')}>
      {said.map((snippet) => (
        <li key={snippet}>
          {snippet ? <q dir="auto">{oneLine(snippet, 110)}</q> : <span>Seen</span>}
          {examples.filter((example) => (example.snippet ?? '') === snippet).map((example, i) => (
            <a key={i} href={address(`/conversations/${example.conversation}`, { m: example.message >= 0 ? example.message : undefined })} data-testid="example"
              title={moment(toMillis(example.time_unix_nano))}>{ago(example.time_unix_nano)}</a>
          ))}
        </li>
      ))}
    </ul>
  );
}
