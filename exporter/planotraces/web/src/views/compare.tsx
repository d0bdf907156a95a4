import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import * as api from '../api';
import { count, duration, money, moment, short } from '../lib/format';
import { leafOf } from '../lib/leaves';
import { address, go, place, withQuery } from '../lib/router';
import { oneLine, visible } from '../lib/text';
import { toMillis } from '../lib/time';
import type { Conversation, Trace } from '../types';
import { useData } from '../ui/data';
import { Signals, Verdict } from '../ui/quality';
import { Copy, Problem, Waiting } from '../ui/states';
import { Transcript } from '../ui/transcript';
import { Waterfall } from '../ui/waterfall';
import { narrow } from '../ui/width';

/** Whether an id is that of a trace, which is longer than that of a conversation. */
export const isTrace = (id: string): boolean => /^[0-9a-f]{32}$/.test(id);

/** What is different between two conversations or two traces? */
export function ComparePage({ a, b }: { a: string; b: string }): VNode {
  useEffect(() => {
    document.title = 'Compare';
  }, []);
  return (
    <div class="page compare" data-testid="compare-page">
      <header class="page-head">
        <div class="crumbs">
          <a href={isTrace(a) ? '/traces' : '/'}>{isTrace(a) ? 'Traces' : 'Conversations'}</a>
          <span class="actions">
            <a class="quiet" href={address(`/compare/${b}/${a}`)}>Swap</a>
            <Copy text={() => location.href} label="Copy link" />
          </span>
        </div>
        <h1>Side by side</h1>
      </header>
      {isTrace(a) && isTrace(b) ? <Traces a={a} b={b} /> : <Conversations a={a} b={b} />}
    </div>
  );
}

function Conversations({ a, b }: { a: string; b: string }): VNode {
  const left = useData(a, (signal) => api.conversation(a, signal));
  const right = useData(b, (signal) => api.conversation(b, signal));
  const [shown, setShown] = useState<'a' | 'b'>('a');
  if (left.error && !left.value) return <Problem error={left.error} retry={left.again} what="the first conversation" />;
  if (right.error && !right.value) return <Problem error={right.error} retry={right.again} what="the second conversation" />;
  if (!left.value || !right.value) return left.slow || right.slow ? <Waiting /> : <div />;
  const sides = [['a', left.value], ['b', right.value]] as const;
  return (
    <>
      <Differences a={left.value} b={right.value} />
      {narrow.value ? (
        <div class="choice" role="group" aria-label="Which one">
          {sides.map(([name]) => <button key={name} type="button" aria-pressed={shown === name} onClick={() => setShown(name)}>{name === 'a' ? 'First' : 'Second'}</button>)}
        </div>
      ) : null}
      <div class="side-by-side">
        {sides.filter(([name]) => !narrow.value || name === shown).map(([name, conversation]) => (
          <section key={name} class="column" aria-label={name === 'a' ? 'First conversation' : 'Second conversation'} tabIndex={0} data-testid={`column-${name}`}>
            <Transcript conversation={conversation} scroller="column" />
          </section>
        ))}
      </div>
    </>
  );
}

interface Figure {
  name: string;
  a: VNode | string;
  b: VNode | string;
  /** What changes from a to b, where it is a number. */
  change?: string;
}

function Differences({ a, b }: { a: Conversation; b: Conversation }): VNode {
  const number = (name: string, of: (c: Conversation) => number, show: (n: number) => string): Figure => {
    const x = of(a);
    const y = of(b);
    const change = x > 0 && y > 0 && x !== y ? (y > x ? `×${trim(y / x)}` : `÷${trim(x / y)}`) : '';
    return { name, a: show(x), b: show(y), change };
  };
  const figures: Figure[] = [
    { name: 'Quality', a: <Verdict quality={a.quality} score={a.quality ? a.score : undefined} />, b: <Verdict quality={b.quality} score={b.quality ? b.score : undefined} />, change: points(b.score - a.score) },
    { name: 'Signals', a: <Signals signals={a.signals} most={6} />, b: <Signals signals={b.signals} most={6} />, change: different(a, b) },
    number('Turns', (c) => c.turns, count),
    number('Messages', (c) => c.message_count, count),
    number('Tokens', (c) => c.tokens.input + c.tokens.output, short),
    number('Cost', (c) => c.cost_usd ?? 0, (n) => (n ? money(n) : '–')),
    number('Duration', (c) => c.duration_ns, duration),
    number('Failed spans', (c) => c.errors ?? 0, count),
    { name: 'Model', a: visible(a.models?.join(', ') ?? '–'), b: visible(b.models?.join(', ') ?? '–') },
    { name: 'Service', a: visible(a.agent || a.service || '–'), b: visible(b.agent || b.service || '–') },
    { name: 'Began', a: moment(toMillis(a.start_unix_nano)), b: moment(toMillis(b.start_unix_nano)) },
  ];
  return (
    <div class="table-box" tabIndex={0} role="region" aria-label="Differences">
      <table class="figures-table differences" data-testid="differences">
        <thead><tr><td /><th scope="col"><Title of={a} /></th><th scope="col"><Title of={b} /></th><th scope="col">Change</th></tr></thead>
        <tbody>{figures.map((f) => <tr key={f.name}><th scope="row">{f.name}</th><td>{f.a}</td><td>{f.b}</td><td class="dim">{f.change}</td></tr>)}</tbody>
      </table>
    </div>
  );
}

const Title = ({ of: c }: { of: Conversation }): VNode => <a href={`/conversations/${c.id}`}>{oneLine(c.first_message || c.session || c.id, 90)}</a>;

const trim = (n: number): string => (n < 10 ? n.toFixed(1).replace(/\.0$/, '') : n.toFixed(0));

const points = (n: number): string => (Math.round(n) === 0 ? '' : `${n > 0 ? '+' : ''}${Math.round(n)}`);

function different(a: Conversation, b: Conversation): string {
  const names = (c: Conversation): Set<string> => new Set((c.signals ?? []).map((s) => s.signal));
  const left = names(a);
  const right = names(b);
  const gone = [...left].filter((name) => !right.has(name)).map((name) => `−${leafOf(name).short}`);
  const come = [...right].filter((name) => !left.has(name)).map((name) => `+${leafOf(name).short}`);
  return [...gone, ...come].join(', ');
}

function Traces({ a, b }: { a: string; b: string }): VNode {
  return (
    <div class="side-by-side traces">
      {([['a', a], ['b', b]] as const).map(([name, id]) => <TraceColumn key={name} name={name} id={id} />)}
    </div>
  );
}

function TraceColumn({ name, id }: { name: 'a' | 'b'; id: string }): VNode {
  const { value, error, slow, again } = useData(`trace ${id}`, (signal) => api.trace(id, signal));
  const key = `span-${name}`;
  return (
    <section class="column" aria-label={name === 'a' ? 'First trace' : 'Second trace'} data-testid={`column-${name}`}>
      <h2><a href={`/traces/${id}`}>{value ? titleOf(value) : id.slice(0, 8)}</a></h2>
      {error && !value ? <Problem error={error} retry={again} what="this trace" /> : null}
      {!value && slow ? <Waiting /> : null}
      {value ? <Waterfall trace={value} scroller="column" chosen={place.value.query.get(key) ?? undefined} choose={(span) => go(withQuery({ [key]: span }), true)} /> : null}
    </section>
  );
}

const titleOf = (trace: Trace): string => oneLine(trace.spans?.[0]?.name ?? trace.trace_id.slice(0, 8), 80);
