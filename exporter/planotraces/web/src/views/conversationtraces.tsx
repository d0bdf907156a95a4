import type { VNode } from 'preact';
import { useEffect } from 'preact/hooks';
import * as api from '../api';
import { clock, duration, plural } from '../lib/format';
import { go, place, withQuery } from '../lib/router';
import { oneLine } from '../lib/text';
import { toMillis } from '../lib/time';
import type { Conversation } from '../types';
import { useData } from '../ui/data';
import { news, touched } from '../ui/live';
import { Nothing, Problem, Waiting } from '../ui/states';
import { Waterfall } from '../ui/waterfall';

/** The traces of a conversation, one at a time. */
export function ConversationTraces({ conversation }: { conversation: Conversation }): VNode {
  const traces = conversation.trace_list ?? [];
  const wanted = place.value.query.get('trace') ?? '';
  const at = Math.max(0, traces.findIndex((t) => t.trace_id === wanted));
  const trace = traces[at];
  if (!trace) return <Nothing><p>No trace of this conversation is kept any more.</p></Nothing>;
  return (
    <>
      {traces.length > 1 ? (
        <label class="trace-choice">
          <span>Trace {at + 1} of {traces.length}</span>
          <select value={trace.trace_id} onChange={(event) => go(withQuery({ trace: event.currentTarget.value, span: undefined }))} data-testid="trace-choice">
            {traces.map((t, i) => (
              <option key={t.trace_id} value={t.trace_id}>
                {i + 1}. {clock(toMillis(t.start_unix_nano))} {oneLine(t.name, 50)}, {duration(t.duration_ns)}, {plural(t.spans, 'span')}{t.errors ? `, ${t.errors} failed` : ''}
              </option>
            ))}
          </select>
        </label>
      ) : null}
      <TraceView key={trace.trace_id} id={trace.trace_id} />
    </>
  );
}

/** A trace as a waterfall; the span that is chosen is in the address. */
export function TraceView({ id }: { id: string }): VNode {
  const { value, error, slow, again } = useData(`trace ${id}`, (signal) => api.trace(id, signal));
  const told = news.value;
  useEffect(() => {
    if (touched(id)) again();
  }, [told]);
  if (error && !value) return <Problem error={error} retry={again} what="this trace" />;
  if (!value) return slow ? <Waiting /> : <div />;
  return <Waterfall trace={value} chosen={place.value.query.get('span') ?? undefined} choose={(span) => go(withQuery({ span }), true)} />;
}
