import type { VNode } from 'preact';
import { useEffect, useMemo } from 'preact/hooks';
import * as api from '../api';
import { listQuery, queryKey } from '../lib/listquery';
import { noteList } from '../lib/neighbours';
import { go, place, withQuery } from '../lib/router';
import { ConversationRow, rowHeight } from '../ui/conversationrow';
import { usePaged } from '../ui/paging';
import { QualityChart } from '../ui/qualitychart';
import { Rows, rowsMayMove } from '../ui/rows';
import { Nothing } from '../ui/states';
import type { ConversationSummary } from '../types';

const keyOf = (row: ConversationSummary): string => row.id;

/** Which conversations went wrong? */
export function ConversationsPage(): VNode {
  const query = listQuery(place.value.query);
  const order = place.value.query.get('order') === 'newest' ? 'newest' : 'worst';
  const compare = place.value.query.get('compare') ?? '';
  const list = usePaged(
    queryKey({ ...query, order }),
    async (cursor, signal) => {
      const page = await api.conversations({ ...query, order, cursor, limit: 100 }, signal);
      return { rows: page.conversations ?? [], cursor: page.next_cursor, partial: page.partial };
    },
    keyOf,
    rowsMayMove,
  );
  useEffect(() => {
    document.title = 'Conversations';
  }, []);
  useMemo(() => noteList('conversations', list.rows.map(keyOf), list.loadMore), [list.rows]);
  const narrowed = Boolean(query.q || query.since || query.from || query.to);
  return (
    <div class="page">
      <h1 class="unseen">Conversations</h1>
      {compare ? (
        <p class="banner" role="status">
          Choose the conversation to put beside the first one.
          <a class="button" href={withQuery({ compare: undefined })}>Cancel</a>
        </p>
      ) : null}
      <QualityChart query={query} />
      <div class="list-head">
        <div class="choice" role="group" aria-label="Order">
          {(['worst', 'newest'] as const).map((value) => (
            <button key={value} type="button" aria-pressed={order === value} data-testid={`order-${value}`}
              onClick={() => go(withQuery({ order: value === 'worst' ? undefined : value }))}>
              {value === 'worst' ? 'Worst first' : 'Newest first'}
            </button>
          ))}
        </div>
        <ColumnHeads />
      </div>
      <Rows list={list} keyOf={keyOf} height={rowHeight()} label="Conversations" what="conversation" testid="conversations"
        render={(row) => <ConversationRow row={row} compare={compare} />}
        empty={<Nothing>{narrowed
          ? <><h2>No conversation is like that</h2><p><a class="button" href={withQuery({ q: undefined, since: undefined, from: undefined, to: undefined })}>Show all conversations</a></p></>
          : <><h2>No conversation yet</h2><p>Spans have arrived, but none of them names a conversation or holds messages. <a href="/traces">The traces</a> are here.</p></>}
        </Nothing>} />
    </div>
  );
}

function ColumnHeads(): VNode {
  return (
    <div class="columns conversation-columns" aria-hidden="true">
      <span>Quality</span>
      <span>First message, and why</span>
      <span class="c-signals">Signals</span>
      <span class="c-where">Agent and model</span>
      <span class="c-number">Turns</span>
      <span class="c-number">Tokens</span>
      <span class="c-number">Duration</span>
      <span class="c-number c-age">Age</span>
    </div>
  );
}
