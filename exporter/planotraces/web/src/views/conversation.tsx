import type { VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import * as api from '../api';
import { duration, moment, plural } from '../lib/format';
import { oneLine, visible } from '../lib/text';
import { toMillis } from '../lib/time';
import { neighbours } from '../lib/neighbours';
import { address, carry, go, place, withQuery } from '../lib/router';
import type { Conversation } from '../types';
import { useData } from '../ui/data';
import { Icon } from '../ui/icons';
import { useKeys } from '../ui/keys';
import { news, touched } from '../ui/live';
import { Verdict } from '../ui/quality';
import { Side } from '../ui/side';
import { Copy, Problem, Waiting } from '../ui/states';
import { Tabs, type Tab } from '../ui/tabs';
import { Transcript, type TranscriptHandle } from '../ui/transcript';
import { AttributesTab } from './attributes';
import { ConversationTraces } from './conversationtraces';
import { RawTab } from './raw';
import { useNeighbours } from './useneighbours';

const tabs: Tab[] = [
  { id: 'transcript', name: 'Transcript' },
  { id: 'trace', name: 'Trace' },
  { id: 'attributes', name: 'Attributes' },
  { id: 'raw', name: 'Raw' },
];

/** What happened in a conversation, where, and why? */
export function ConversationPage({ id }: { id: string }): VNode {
  const { value, error, slow, again } = useData(id, (signal) => api.conversation(id, signal));
  const told = news.value;
  useEffect(() => {
    if (touched(id)) again();
  }, [told]);
  useEffect(() => {
    document.title = value?.first_message ? oneLine(value.first_message, 60) : 'Conversation';
  }, [value]);
  if (error && !value) return <Problem error={error} retry={again} what="this conversation" page />;
  if (!value) return slow ? <Waiting /> : <div />;
  return <Shown conversation={value} />;
}

function Shown({ conversation }: { conversation: Conversation }): VNode {
  const { query } = place.value;
  const tab = tabs.find((t) => t.id === query.get('tab'))?.id ?? 'transcript';
  const message = query.get('m');
  const current = message !== null && /^\d+$/.test(message) ? Number(message) : undefined;
  const transcript = useRef<TranscriptHandle>(null);
  const findings = conversation.findings ?? [];
  const near = useNeighbours(conversation.id);
  const open = (id?: string): void => {
    if (id) go(carry(`/conversations/${id}`, { tab: tab === 'transcript' ? undefined : tab }));
  };
  const goTo = (index: number): void => {
    go(withQuery({ m: index, tab: undefined }), true);
    if (tab === 'transcript') transcript.current?.show(index);
  };
  const turnTo = (step: number): void => {
    const places = [...new Set(findings.filter((f) => f.message >= 0).map((f) => f.message))].sort((a, b) => a - b);
    const next = step > 0 ? places.find((m) => m > (current ?? -1)) ?? places[0] : places.findLast((m) => m < (current ?? Infinity)) ?? places.at(-1);
    if (next !== undefined) goTo(next);
  };
  useKeys({
    ...(tab === 'transcript' ? { j: () => transcript.current?.move(1), k: () => transcript.current?.move(-1) } : {}),
    n: () => turnTo(1),
    p: () => turnTo(-1),
    '[': () => open(neighbours('conversations', conversation.id).before ?? near.before),
    ']': () => open(neighbours('conversations', conversation.id).after ?? near.after),
    ...Object.fromEntries(tabs.map((t, i) => [String(i + 1), () => go(withQuery({ tab: i === 0 ? undefined : t.id }))])),
  });
  return (
    <div class="page conversation" data-testid="conversation" data-id={conversation.id}>
      <Head conversation={conversation} before={near.before} after={near.after} />
      <Tabs tabs={tabs} current={tab} address={(t) => withQuery({ tab: t === 'transcript' ? undefined : t })} />
      <div class="tab-panel" role="tabpanel" id="tab-panel" aria-labelledby={`tab-${tab}`}>
        {tab === 'transcript' ? (
          <div class="split">
            <Side conversation={conversation} current={current} goTo={goTo} />
            <Transcript conversation={conversation} current={current} handle={transcript} scroller="scroll" />
          </div>
        ) : null}
        {tab === 'trace' ? <ConversationTraces conversation={conversation} /> : null}
        {tab === 'attributes' ? <AttributesTab traces={conversation.trace_list ?? []} /> : null}
        {tab === 'raw' ? <RawTab conversation={conversation} /> : null}
      </div>
    </div>
  );
}

function Head({ conversation, before, after }: { conversation: Conversation; before?: string; after?: string }): VNode {
  const { first_message: first, reason } = conversation;
  const title = first ? oneLine(first, 200) : conversation.session ? visible(conversation.session) : 'Conversation without text';
  const step = (id: string | undefined, name: string, icon: 'left' | 'chevron', key: string): VNode => (
    id ? <a key={name} class="quiet icon-only" href={carry(`/conversations/${id}`)} aria-label={`${name} conversation`} title={`${name} conversation (${key})`} data-testid={name.toLowerCase()}><Icon name={icon} /></a>
      : <span key={name} class="quiet icon-only off" aria-hidden="true"><Icon name={icon} /></span>
  );
  return (
    <header class="page-head">
      <div class="crumbs">
        <a href={carry('/')}>Conversations</a>
        <span class="actions">
          {step(before, 'Previous', 'left', '[')}
          {step(after, 'Next', 'chevron', ']')}
          <a key="compare" class="quiet" href={address('/', { compare: conversation.id })} aria-label="Compare with another conversation" title="Compare with another conversation" data-testid="compare"><Icon name="compare" /><span>Compare…</span></a>
          <Copy text={() => location.href} label="Copy link" />
        </span>
      </div>
      <h1 dir="auto">{title}</h1>
      <p class="verdict-line">
        <Verdict quality={conversation.quality} score={conversation.quality ? conversation.score : undefined} />
        {reason ? <span>{oneLine(reason)}</span> : null}
        <span class="dim">{[visible(conversation.agent || conversation.service || ''), plural(conversation.turns, 'turn'), duration(conversation.duration_ns),
          moment(toMillis(conversation.start_unix_nano))].filter(Boolean).join(' · ')}</span>
      </p>
    </header>
  );
}
