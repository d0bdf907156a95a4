import type { VNode } from 'preact';
import { useEffect } from 'preact/hooks';
import * as api from '../api';
import { clock, day } from '../lib/format';
import { neighbours } from '../lib/neighbours';
import { address, carry, go, place, withQuery } from '../lib/router';
import { oneLine, visible } from '../lib/text';
import { toMillis } from '../lib/time';
import type { Trace, TraceSummary } from '../types';
import { useData } from '../ui/data';
import { Icon } from '../ui/icons';
import { useKeys } from '../ui/keys';
import { news, touched } from '../ui/live';
import { Copy, Problem, Waiting } from '../ui/states';
import { Tabs, type Tab } from '../ui/tabs';
import { Waterfall } from '../ui/waterfall';
import { AttributesTab } from './attributes';
import { RawTrace } from './raw';

const tabs: Tab[] = [
  { id: 'trace', name: 'Trace' },
  { id: 'attributes', name: 'Attributes' },
  { id: 'raw', name: 'Raw' },
];

/** Where did the time go, and what failed? */
export function TracePage({ id }: { id: string }): VNode {
  const { value, error, slow, again } = useData(`trace ${id}`, (signal) => api.trace(id, signal));
  const told = news.value;
  useEffect(() => {
    if (touched(value?.trace_id ?? id)) again();
  }, [told]);
  if (error && !value) return <Problem error={error} retry={again} what="this trace" page />;
  if (!value) return slow ? <Waiting /> : <div />;
  return <Shown trace={value} />;
}

function Shown({ trace }: { trace: Trace }): VNode {
  const { query } = place.value;
  const tab = tabs.find((t) => t.id === query.get('tab'))?.id ?? 'trace';
  const near = neighbours('traces', trace.trace_id);
  const spans = trace.spans ?? [];
  const ids = new Set(spans.map((s) => s.spanId));
  const root = spans.find((s) => !s.parentSpanId || !ids.has(s.parentSpanId)) ?? spans[0];
  const title = root ? oneLine(root.name, 160) : 'Trace';
  useEffect(() => {
    document.title = title;
  }, [title]);
  useKeys({
    '[': () => near.before && go(carry(`/traces/${near.before}`)),
    ']': () => near.after && go(carry(`/traces/${near.after}`)),
    ...Object.fromEntries(tabs.map((t, i) => [String(i + 1), () => go(withQuery({ tab: i === 0 ? undefined : t.id }))])),
  });
  const summary: TraceSummary = { trace_id: trace.trace_id, name: title, start_unix_nano: root?.startTimeUnixNano ?? '0', duration_ns: 0, spans: spans.length };
  const began = toMillis(summary.start_unix_nano);
  return (
    <div class="page trace" data-testid="trace" data-id={trace.trace_id}>
      <header class="page-head">
        <div class="crumbs">
          <a href={carry('/traces')}>Traces</a>
          <span class="actions">
            {trace.conversations?.map((c, i) => (
              <a key={c} class="quiet" href={address(`/conversations/${c}`)} aria-label={`To conversation ${i + 1} of ${trace.conversations!.length}`} title="To the conversation" data-testid="to-conversation"><Icon name="conversations" /><span>Conversation{trace.conversations!.length > 1 ? ` ${i + 1}` : ''}</span></a>
            ))}
            <a class="quiet" href={address('/traces', { compare: trace.trace_id })} aria-label="Compare with another trace" title="Compare with another trace" data-testid="compare"><Icon name="compare" /><span>Compare…</span></a>
            <Copy text={() => location.href} label="Copy link" />
          </span>
        </div>
        <h1>{title}</h1>
        <p class="verdict-line dim"><span>{visible(root?.service ?? '')}</span><code>{trace.trace_id}</code><span>{day(began)}, {clock(began)}</span></p>
      </header>
      <Tabs tabs={tabs} current={tab} address={(t) => withQuery({ tab: t === 'trace' ? undefined : t })} />
      <div class="tab-panel" role="tabpanel" id="tab-panel" aria-labelledby={`tab-${tab}`}>
        {tab === 'trace' ? <Waterfall trace={trace} chosen={query.get('span') ?? undefined} choose={(span) => go(withQuery({ span }), true)} /> : null}
        {tab === 'attributes' ? <AttributesTab traces={[summary]} /> : null}
        {tab === 'raw' ? <RawTrace id={trace.trace_id} /> : null}
      </div>
    </div>
  );
}
