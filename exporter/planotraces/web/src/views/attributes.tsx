import type { VNode } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import * as api from '../api';
import { attributeRows, searchRows, type AttributeRow } from '../lib/attributes';
import { count, plural } from '../lib/format';
import { go, place, withQuery } from '../lib/router';
import { oneLine, visible } from '../lib/text';
import type { Span, TraceSummary } from '../types';
import { asError } from '../ui/data';
import { Icon } from '../ui/icons';
import { AttributeItem } from '../ui/spandetails';
import { Problem } from '../ui/states';
import { VirtualList } from '../ui/virtuallist';

const atOnce = 20;

interface Item {
  row: AttributeRow;
  /** Where it is: the address of the span, its name, and how many more spans say the same. */
  href: string;
  span: string;
  more: number;
}

/** Every attribute of the spans of some traces, with search. */
export function AttributesTab({ traces }: { traces: TraceSummary[] }): VNode {
  const [wanted, setWanted] = useState(atOnce);
  const { spans, loaded, error } = useSpans(traces, wanted);
  const search = place.value.query.get('find') ?? '';
  const items = useMemo(() => collect(spans), [spans]);
  const found = useMemo(() => searchRows(items.map((item) => ({ item, key: item.row.key, text: item.row.text })), search).map((f) => f.item), [items, search]);
  const keys = useMemo(() => found.map((item, i) => `${item.row.key} ${i}`), [found]);
  return (
    <div class="attributes-tab" data-testid="attributes">
      <div class="find-line">
        <label class="find">
          <Icon name="search" />
          <span class="unseen">Find in the attributes</span>
          <input type="search" value={search} placeholder="Find a key or a value" data-testid="attributes-search"
            onInput={(event) => go(withQuery({ find: event.currentTarget.value }), true)} />
        </label>
        <span class="dim" role="status">
          {count(found.length)}{found.length < items.length ? ` of ${count(items.length)}` : ''} attributes of {plural(spans.length, 'span')}
          {loaded < Math.min(wanted, traces.length) ? ', loading…' : ''}
        </span>
        {traces.length > wanted ? <button type="button" class="quiet" onClick={() => setWanted(wanted + 100)}>{traces.length - wanted} more traces</button> : null}
      </div>
      {error ? <Problem error={error} what="the attributes" /> : null}
      <VirtualList as="ol" class="attributes" keys={keys} estimate={() => 32} scroller="scroll" label="Attributes" headroom={40}
        render={(i) => {
          const item = found[i];
          return item ? (
            <ul class="attributes one">
              <AttributeItem row={item.row} extra={<a class="span-link" href={item.href}>{item.row.of === 'resource' ? 'resource' : oneLine(item.span, 30)}{item.more > 0 ? ` +${item.more}` : ''}</a>} />
            </ul>
          ) : null;
        }} />
      {found.length === 0 && loaded > 0 ? <p class="dim">No attribute has “{visible(search)}”.</p> : null}
    </div>
  );
}

function useSpans(traces: TraceSummary[], wanted: number): { spans: Span[]; loaded: number; error?: Error } {
  const [state, setState] = useState<{ spans: Span[]; loaded: number; error?: Error }>({ spans: [], loaded: 0 });
  const ids = traces.slice(0, wanted).map((t) => t.trace_id);
  useEffect(() => {
    const abort = new AbortController();
    const run = async (): Promise<void> => {
      let spans: Span[] = [];
      for (const [i, id] of ids.entries()) {
        const trace = await api.trace(id, abort.signal);
        spans = [...spans, ...(trace.spans ?? [])];
        setState({ spans, loaded: i + 1 });
      }
    };
    run().catch((error: unknown) => {
      if (!abort.signal.aborted) setState((was) => ({ ...was, error: asError(error) }));
    });
    return () => abort.abort();
  }, [ids.join()]);
  return state;
}

/** The attributes of all spans; those that say the same are one. */
function collect(spans: Span[]): Item[] {
  const items = new Map<string, Item>();
  for (const span of spans) {
    for (const row of attributeRows(span)) {
      const key = `${row.of.split(' ')[0]}\n${row.key}\n${row.text}`;
      const there = items.get(key);
      if (there) there.more++;
      else items.set(key, { row, href: `/traces/${span.traceId}?span=${span.spanId}`, span: span.name, more: 0 });
    }
  }
  return [...items.values()].sort((a, b) => (a.row.key < b.row.key ? -1 : a.row.key > b.row.key ? 1 : 0));
}
