import type { VNode } from 'preact';
import { useMemo } from 'preact/hooks';
import * as api from '../api';
import { readJSON } from '../lib/partialjson';
import type { Conversation } from '../types';
import { useData } from '../ui/data';
import { JSONView } from '../ui/jsonview';
import { Copy, Problem, Waiting } from '../ui/states';

/** What the API says, as it says it. */
export function RawTab({ conversation }: { conversation: Conversation }): VNode {
  const traces = conversation.trace_list ?? [];
  return (
    <div class="raw" data-testid="raw">
      <Raw title="Conversation" value={conversation} href={`/api/v1/conversations/${conversation.id}`} />
      {traces.slice(0, 10).map((trace) => <RawTrace key={trace.trace_id} id={trace.trace_id} />)}
      {traces.length > 10 ? <p class="dim">{traces.length - 10} more traces are behind the Trace tab.</p> : null}
    </div>
  );
}

/** A trace as the API gives it. */
export function RawTrace({ id }: { id: string }): VNode {
  const { value, error, slow, again } = useData(`raw ${id}`, (signal) => api.trace(id, signal));
  if (error) return <Problem error={error} retry={again} what={`the trace ${id.slice(0, 8)}`} />;
  if (!value) return slow ? <Waiting /> : <div />;
  return <Raw title={`Trace ${id.slice(0, 8)}`} value={value} href={api.traceURL(id)} />;
}

function Raw({ title, value, href }: { title: string; value: unknown; href: string }): VNode {
  const text = useMemo(() => JSON.stringify(value, null, 2), [value]);
  const reading = useMemo(() => readJSON(text), [text]);
  return (
    <section>
      <header>
        <h2>{title}</h2>
        <Copy text={() => text} label="Copy JSON" />
        <a class="quiet" href={href} target="_blank" rel="noopener">Open JSON</a>
      </header>
      {reading ? <JSONView node={reading.node} open={1} /> : <pre>{text}</pre>}
    </section>
  );
}
