import type { ComponentChildren, VNode } from 'preact';
import { address, withQuery } from '../lib/router';
import { count, duration, money, moment, short } from '../lib/format';
import { leafOf } from '../lib/leaves';
import { oneLine, visible } from '../lib/text';
import { toMillis } from '../lib/time';
import type { Contribution, Conversation, Finding } from '../types';
import { SignalChip } from './quality';
import { narrow } from './width';

interface SideProps {
  conversation: Conversation;
  current?: number;
  goTo: (message: number) => void;
}

/** Beside a transcript: what happened, how the score came about, the facts. */
export function Side(props: SideProps): VNode {
  const { conversation } = props;
  const n = conversation.findings?.length ?? 0;
  const content = (
    <>
      <Happened {...props} />
      <Contributions conversation={conversation} />
      <Facts conversation={conversation} />
    </>
  );
  if (narrow.value) {
    return <details class="side" data-testid="side"><summary>What happened <span class="dim">{count(n)}</span></summary>{content}</details>;
  }
  return <aside class="side" aria-label="What happened" tabIndex={0} data-testid="side">{content}</aside>;
}

function Happened({ conversation, current, goTo }: SideProps): VNode {
  const groups = alike(conversation.findings ?? []);
  return (
    <section>
      <h2>What happened</h2>
      {groups.length === 0 ? <p class="dim">Nothing stood out.</p> : null}
      <ol class="findings">
        {groups.map(([finding, ...others], i) => (
          <li key={i}>
            {finding.message >= 0 ? (
              <button type="button" class="finding" aria-current={finding.message === current ? 'true' : undefined} onClick={() => goTo(finding.message)} data-testid="finding">
                <FindingText finding={finding} />
              </button>
            ) : (
              <a class="finding" href={finding.span_id ? withQuery({ tab: 'trace', span: finding.span_id, trace: finding.trace_id }) : withQuery({ tab: 'trace' })} data-testid="finding">
                <FindingText finding={finding} />
              </a>
            )}
            {others.length > 0 ? (
              <p class="again">and again at {others.slice(0, mostPlaces).map((other) => (
                <button key={other.message} type="button" class="quiet" aria-label={`message ${other.message + 1}`} aria-current={other.message === current ? 'true' : undefined}
                  onClick={() => goTo(other.message)} data-testid="finding-again">{other.message + 1}</button>
              ))}{others.length > mostPlaces ? ` and ${others.length - mostPlaces} more` : ''}</p>
            ) : null}
          </li>
        ))}
      </ol>
    </section>
  );
}

const mostPlaces = 20;

/** The signals in order; those that say the same of other messages stand with the first one. */
function alike(findings: Finding[]): [Finding, ...Finding[]][] {
  const groups = new Map<string, [Finding, ...Finding[]]>();
  for (const [i, finding] of findings.entries()) {
    const key = finding.message < 0 ? String(i) : `${finding.signal}\n${finding.explanation}\n${finding.snippet ?? ''}`;
    const group = groups.get(key);
    if (group) group.push(finding);
    else groups.set(key, [finding]);
  }
  return [...groups.values()];
}

function FindingText({ finding }: { finding: Finding }): VNode {
  return (
    <>
      <span class="finding-head">
        <SignalChip signal={finding.signal} />
        <span class="dim">{finding.message >= 0 ? `message ${finding.message + 1}` : 'span'}</span>
      </span>
      <span class="explanation">{oneLine(finding.explanation || leafOf(finding.signal).says)}</span>
      {finding.snippet && finding.snippet.trim() !== finding.explanation.trim() ? <q dir="auto">{oneLine(finding.snippet, 160)}</q> : null}
    </>
  );
}

const middle = 50;

function Contributions({ conversation }: { conversation: Conversation }): VNode | null {
  const parts = conversation.contributions ?? [];
  if (!conversation.quality) return null;
  const most = Math.max(10, ...parts.map((part) => Math.abs(part.points)));
  return (
    <section data-testid="contributions">
      <h2>Score {Math.round(conversation.score)}</h2>
      {parts.length === 0 ? <p class="dim">{conversation.summary ? oneLine(conversation.summary) : `Nothing moved it from ${middle}.`}</p> : (
        <ul class="contributions">
          {parts.map((part, i) => <Part key={i} part={part} most={most} />)}
        </ul>
      )}
    </section>
  );
}

function Part({ part, most }: { part: Contribution; most: number }): VNode {
  const share = (Math.abs(part.points) / most) * 50;
  return (
    <li>
      <span>{oneLine(part.text)}</span>
      <span class="points">{part.points > 0 ? '+' : ''}{Math.round(part.points * 10) / 10}</span>
      <span class="points-bar" aria-hidden="true">
        <span class={part.points < 0 ? 'minus' : 'plus'} style={{ width: `${share}%`, left: `${part.points < 0 ? 50 - share : 50}%` }} />
      </span>
    </li>
  );
}

function Facts({ conversation: c }: { conversation: Conversation }): VNode {
  const facts: [string, ComponentChildren][] = [];
  const add = (name: string, value: ComponentChildren): void => {
    if (value) facts.push([name, value]);
  };
  const filter = (field: string, value?: string): VNode | undefined => (
    value ? <a href={address('/', { q: `${field}:"${value.replace(/[\\"]/g, '\\$&')}"` })}>{visible(value)}</a> : undefined
  );
  add('Session', filter('session', c.session));
  add('User', filter('user', c.user));
  add('Service', filter('service', c.service));
  add('Agent', filter('agent', c.agent));
  add('Models', c.models?.length ? c.models.map((m, i) => <>{i > 0 ? ', ' : ''}{filter('model', m)}</>) : undefined);
  add('Tokens', c.tokens.input + c.tokens.output > 0 ? `${count(c.tokens.input)} in, ${count(c.tokens.output)} out` : undefined);
  add('Cached', c.tokens.cached ? count(c.tokens.cached) : undefined);
  add('Reasoning', c.tokens.reasoning ? count(c.tokens.reasoning) : undefined);
  add('Cost', c.cost_usd ? money(c.cost_usd) : undefined);
  add('Wasted', wasted(c));
  add('Began', moment(toMillis(c.start_unix_nano)));
  add('Took', duration(c.duration_ns));
  add('Turns', `${count(c.turns)} in ${count(c.message_count)} messages`);
  add('Spans', `${count(c.spans)}${c.errors ? `, ${count(c.errors)} failed` : ''}`);
  const traces = c.trace_list ?? [];
  add(traces.length === 1 ? 'Trace' : 'Traces', traces.slice(0, 8).map((t, i) => <>{i > 0 ? ', ' : ''}<a class="mono" href={`/traces/${t.trace_id}`}>{t.trace_id.slice(0, 8)}</a></>));
  if (traces.length > 8) add('', <a href={withQuery({ tab: 'trace' })}>and {count(traces.length - 8)} more</a>);
  return (
    <section data-testid="facts">
      <h2>Facts</h2>
      <dl class="facts">{facts.map(([name, value]) => <div key={name}><dt>{name}</dt><dd>{value}</dd></div>)}</dl>
    </section>
  );
}

function wasted(c: Conversation): string | undefined {
  if (!c.waste) return undefined;
  const parts = [c.waste.tokens ? `${short(c.waste.tokens)} tokens` : '', c.waste.duration_ms ? duration(c.waste.duration_ms * 1e6) : '', c.waste.usd ? money(c.waste.usd) : ''];
  return parts.filter(Boolean).join(', ') || undefined;
}
