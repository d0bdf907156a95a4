import type { VNode } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { count, duration } from '../lib/format';
import { oneLine, visible } from '../lib/text';
import { layOut, serviceNumbers, ticks, unfolded, type Line } from '../lib/waterfall';
import type { Trace } from '../types';
import { Icon, type IconName } from './icons';
import { useKeys } from './keys';
import { VirtualList, type ListHandle } from './virtuallist';
import { SpanDetails } from './spandetails';

const rowHeight = 28;

interface WaterfallProps {
  trace: Trace;
  chosen?: string;
  choose: (span: string) => void;
  /** What it scrolls in, by its class. */
  scroller?: string;
}

/** The spans of a trace over time, and the one that is chosen. */
export function Waterfall({ trace, chosen, choose, scroller = 'scroll' }: WaterfallProps): VNode {
  const spans = trace.spans ?? [];
  const [folded, setFolded] = useState<ReadonlySet<string>>(new Set());
  const fall = useMemo(() => layOut(spans), [trace]);
  const services = useMemo(() => serviceNumbers(spans), [trace]);
  const lines = useMemo(() => unfolded(fall.lines, folded), [fall, folded]);
  const keys = useMemo(() => lines.map((line) => line.span.spanId), [lines]);
  const list = useRef<ListHandle>(null);
  const tree = useRef<HTMLDivElement>(null);
  const at = Math.max(0, keys.indexOf(chosen ?? ''));
  const move = (index: number): void => {
    const next = Math.max(0, Math.min(keys.length - 1, index));
    const key = keys[next];
    if (key === undefined) return;
    choose(key);
    list.current?.show(next);
    tree.current?.focus({ preventScroll: true });
  };
  const fold = (line: Line | undefined, close: boolean): void => {
    if (!line) return;
    const id = line.span.spanId;
    if (close && (line.children === 0 || folded.has(id))) {
      for (let i = at - 1; i >= 0; i--) if (lines[i]!.depth < line.depth) return move(i);
      return;
    }
    const next = new Set(folded);
    if (close) next.add(id);
    else next.delete(id);
    setFolded(next);
  };
  const errors = useMemo(() => fall.lines.filter((line) => line.span.statusCode === 'error'), [fall]);
  const nextError = (): void => {
    if (errors.length === 0) return;
    const from = fall.lines.findIndex((line) => line.span.spanId === chosen);
    const next = errors.find((line) => fall.lines.indexOf(line) > from) ?? errors[0]!;
    setFolded(new Set());
    choose(next.span.spanId);
    wanted.current = next.span.spanId;
  };
  const wanted = useRef<string | undefined>(chosen);
  useEffect(() => {
    if (!wanted.current) return;
    const index = keys.indexOf(wanted.current);
    wanted.current = undefined;
    if (index > 0) list.current?.show(index);
  }, [keys, chosen]);
  useKeys({
    j: () => move(chosen === undefined ? 0 : at + 1), k: () => move(at - 1), ArrowDown: () => move(chosen === undefined ? 0 : at + 1), ArrowUp: () => move(at - 1),
    ArrowLeft: () => fold(lines[at], true), ArrowRight: () => fold(lines[at], false), Home: () => move(0), End: () => move(keys.length - 1), e: nextError,
  });
  const selected = fall.lines.find((line) => line.span.spanId === chosen);
  return (
    <div class={`waterfall ${selected ? 'with-details' : ''}`} data-testid="waterfall">
      <div class="fall">
        <div class="fall-head">
          <p>{count(spans.length)} spans, {duration(fall.duration)}{services.size > 1 ? `, ${services.size} services` : ''}
            {errors.length > 0 ? <button type="button" class="quiet bad" onClick={nextError} data-testid="next-error" title="Next error (e)"><Icon name="stop" />{count(errors.length)} failed</button> : null}</p>
          <Ruler duration={fall.duration} />
        </div>
        <div ref={tree} class="fall-lines" role="tree" aria-label="Spans" tabIndex={0} aria-activedescendant={selected && keys.includes(selected.span.spanId) ? `span-${selected.span.spanId}` : undefined}>
          <VirtualList as="div" rowAs="div" keys={keys} estimate={() => rowHeight} scroller={scroller} handle={list} headroom={72} rowRole="none" role="none"
            render={(i) => {
              const line = lines[i];
              return line ? <SpanRow line={line} total={fall.duration} service={services.get(line.span.service) ?? 0} folded={folded.has(line.span.spanId)}
                chosen={line.span.spanId === chosen} choose={() => choose(line.span.spanId)}
                toggle={() => { const next = new Set(folded); if (!next.delete(line.span.spanId)) next.add(line.span.spanId); setFolded(next); }} /> : null;
            }} />
        </div>
      </div>
      {selected ? <SpanDetails key={selected.span.spanId} line={selected} close={() => choose('')} /> : null}
    </div>
  );
}

function Ruler({ duration: total }: { duration: number }): VNode {
  return (
    <div class="ruler" aria-hidden="true">
      {ticks(total).map((tick) => <span key={tick} style={{ left: `${(tick / total) * 100}%` }}>{tick === 0 ? '0' : duration(tick)}</span>)}
    </div>
  );
}

export const taskIcon = (kind?: string): IconName =>
  (kind === 'model' || kind === 'agent' || kind === 'tool' || kind === 'retrieval' || kind === 'embedding' ? kind : 'span');

interface SpanRowProps {
  line: Line;
  total: number;
  service: number;
  folded: boolean;
  chosen: boolean;
  choose: () => void;
  toggle: () => void;
}

const shallow = 12;

function SpanRow({ line, total, service, folded, chosen, choose, toggle }: SpanRowProps): VNode {
  const { span } = line;
  const failed = span.statusCode === 'error';
  const percent = (n: number): string => `${(n / total) * 100}%`;
  const labelLeft = line.start / total > 0.7;
  return (
    <div class={`span-row s-${service} ${failed ? 'failed' : ''}`} role="treeitem" id={`span-${span.spanId}`} aria-level={line.depth + 1} aria-selected={chosen}
      aria-expanded={line.children > 0 ? !folded : undefined}
      onClick={choose} data-testid="span" data-span={span.spanId}>
      <span class="span-name" style={{ paddingLeft: `${Math.min(line.depth, shallow) * 12 + 4}px` }}>
        {line.children > 0
          ? <span class={`fold ${folded ? '' : 'open'}`} onClick={(event) => { event.stopPropagation(); toggle(); }} title={folded ? 'Unfold' : 'Fold'}><Icon name="chevron" /></span>
          : <span class="fold" />}
        <Icon name={failed ? 'stop' : taskIcon(span.kind)} />
        <span class="line">{oneLine(span.name, 120)}</span>
        <span class="unseen">, {span.kind || span.spanKind || 'span'} of {visible(span.service)}{failed ? ', failed' : ''},</span>
        {folded ? <span class="dim">+{line.children}</span> : null}
      </span>
      <span class="span-time">
        <span class="span-bar" style={{ left: percent(line.start), width: `max(2px, ${percent(line.duration)})` }} />
        {line.gaps.map(([from, to]) => <span key={from} class="span-gap" style={{ left: percent(from), width: percent(to - from) }} title={`${duration(to - from)} in which no span below it ran`} />)}
        {(span.events ?? []).slice(0, 20).map((event, i) => {
          const offset = Number(BigInt(event.timeUnixNano) - BigInt(span.startTimeUnixNano)) + line.start;
          return offset >= 0 && offset <= total ? <span key={i} class="span-event" style={{ left: percent(offset) }} title={visible(event.name)} /> : null;
        })}
        <span class={`span-label ${labelLeft ? 'before' : ''}`} style={labelLeft ? { right: `calc(100% - ${percent(line.start)} + 6px)` } : { left: `calc(${percent(line.start + line.duration)} + 6px)` }}>{duration(line.duration)}</span>
      </span>
    </div>
  );
}
