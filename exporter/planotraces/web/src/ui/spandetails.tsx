import type { ComponentChildren, VNode } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import { address } from '../lib/router';
import { attributeRows, searchRows, type AttributeRow } from '../lib/attributes';
import { quoteValue } from '../lib/complete';
import { clock, duration, plural } from '../lib/format';
import { brief, readJSON } from '../lib/partialjson';
import { oneLine, visible } from '../lib/text';
import { toMillis } from '../lib/time';
import type { Line } from '../lib/waterfall';
import { Body } from './body';
import { Icon } from './icons';
import { Copy } from './states';
import { taskIcon } from './waterfall';

/** The span that is chosen: its facts and every attribute, with search. */
export function SpanDetails({ line, close }: { line: Line; close: () => void }): VNode {
  const { span } = line;
  const [search, setSearch] = useState('');
  const all = useMemo(() => attributeRows(span), [span]);
  const found = searchRows(all, search);
  const groups = [...new Set(found.map((row) => row.of))];
  const facts: [string, ComponentChildren][] = [
    ['Service', visible(span.service)],
    ['Kind', [span.kind, span.spanKind].filter(Boolean).join(', ')],
    ['Began', `${clock(toMillis(span.startTimeUnixNano))}, ${duration(line.start)} into the trace`],
    ['Took', duration(line.duration)],
    ['Idle', line.gaps.length > 0 ? `${duration(line.gaps.reduce((sum, [from, to]) => sum + to - from, 0))} in which no span below it ran` : ''],
    ['Scope', visible([span.scope, span.scopeVersion].filter(Boolean).join(' '))],
    ['Span', <code>{span.spanId}</code>],
    ['Trace', <code>{span.traceId}</code>],
  ];
  const dropped = [plural(span.droppedAttributesCount ?? 0, 'attribute'), plural(span.droppedEventsCount ?? 0, 'event'), plural(span.droppedLinksCount ?? 0, 'link')]
    .filter((text) => !text.startsWith('0 '));
  return (
    <aside class="details" aria-label="Span" data-testid="span-details" tabIndex={0}>
      <header>
        <Icon name={taskIcon(span.kind)} />
        <h2>{oneLine(span.name, 160)}</h2>
        <button type="button" class="quiet icon-only" aria-label="Close" onClick={close}><Icon name="close" /></button>
      </header>
      {span.statusCode === 'error' ? <p class="span-error"><Icon name="stop" /> Failed{span.statusMessage ? `: ${oneLine(span.statusMessage, 500)}` : ''}</p> : null}
      <dl class="facts">{facts.filter(([, value]) => value).map(([name, value]) => <div key={name}><dt>{name}</dt><dd>{value}</dd></div>)}</dl>
      {dropped.length > 0 ? <p class="dim">The sender left out {dropped.join(', ')}.</p> : null}
      <label class="find">
        <Icon name="search" />
        <span class="unseen">Find in the attributes</span>
        <input type="search" value={search} placeholder={`Find in ${all.length} attributes`} onInput={(event) => setSearch(event.currentTarget.value)} data-testid="attribute-search" />
      </label>
      {groups.map((of) => (
        <section key={of}>
          <h3>{of === 'span' ? 'Attributes' : of === 'resource' ? 'Resource' : visible(of)}</h3>
          <ul class="attributes">{found.filter((row) => row.of === of).map((row, i) => <AttributeItem key={`${row.key}${i}`} row={row} />)}</ul>
        </section>
      ))}
      {found.length === 0 ? <p class="dim">{search ? 'No attribute has these words.' : 'No attributes.'}</p> : null}
    </aside>
  );
}

const shortValue = 90;

/** An attribute on one line, which opens where its value is longer. */
export function AttributeItem({ row, extra }: { row: AttributeRow; extra?: ComponentChildren }): VNode {
  const [open, setOpen] = useState(false);
  const reading = useMemo(() => readJSON(row.text), [row.text]);
  const long = row.text.length > shortValue || row.text.includes('\n') || reading !== undefined;
  const term = `${row.key}=${quoteValue(row.text)}`;
  return (
    <li class={`attribute ${open ? 'open' : ''}`} data-testid="attribute">
      <span class="key" title={visible(row.key)}>{visible(row.key)}</span>
      {long && !open
        ? <button type="button" class="value quiet" aria-expanded={false} onClick={() => setOpen(true)}>{reading ? brief(reading.node, shortValue) : oneLine(row.text, shortValue)}</button>
        : open ? <button type="button" class="value quiet" aria-expanded={true} onClick={() => setOpen(false)}>Fold</button>
          : <span class={`value ${row.type}`}>{visible(row.text) || <span class="dim">empty</span>}</span>}
      <span class="attribute-tools">
        {extra}
        {row.text.length > 0 && row.text.length <= 200 && !row.text.includes('\n') && !row.of.startsWith('event') && !row.of.startsWith('link')
          ? <a class="quiet icon-only" href={address('/traces', { q: term })} aria-label={`Traces with this ${row.key}`} title="Traces with this value"><Icon name="search" /></a> : null}
        <Copy text={() => row.text} label={`Copy ${row.key}`} small />
      </span>
      {open ? <div class="attribute-body"><Body text={row.text} format="plain" label={row.key} /></div> : null}
    </li>
  );
}
