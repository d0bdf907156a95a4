import type { RefObject, VNode } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { clock, count, duration, money, plural } from '../lib/format';
import { leafOf } from '../lib/leaves';
import { oneLine, visible } from '../lib/text';
import { toMillis } from '../lib/time';
import { rowOfMessage, rowsOf, type Row } from '../lib/turns';
import type { Conversation, Finding, TraceSummary } from '../types';
import { Plain } from './body';
import { Icon } from './icons';
import { CallRow, Definition, MessageRow } from './message';
import { useMessages } from './messages';
import { Nothing, Problem } from './states';
import { VirtualList, type ListHandle } from './virtuallist';

export interface TranscriptHandle {
  /** Goes to a message. */
  show: (message: number, focus?: boolean) => void;
  /** Goes some rows on or back. */
  move: (step: number) => void;
}

interface TranscriptProps {
  conversation: Conversation;
  /** The message that the address points at. */
  current?: number;
  handle?: RefObject<TranscriptHandle | null>;
  scroller: string;
}

/** What was said, from top to bottom. */
export function Transcript({ conversation, current, handle, scroller }: TranscriptProps): VNode {
  const { id, message_count: total } = conversation;
  const { list: messages, error, need, look } = useMessages(id, total, `${conversation.end_unix_nano}/${conversation.spans}`);
  const [openLoops, setOpenLoops] = useState<ReadonlySet<number>>(new Set());
  const list = useRef<ListHandle>(null);
  const at = useRef(-1);
  const traces = (conversation.trace_list?.length ?? 0) > 1;
  const loops = conversation.loops ?? [];
  const rows = useMemo(() => rowsOf(messages, loops, openLoops, traces), [messages, loops, openLoops, traces]);
  const keys = useMemo(() => rows.map((row) => row.key), [rows]);
  const byMessage = useMemo(() => groupFindings(conversation.findings), [conversation.findings]);

  const show = (message: number, focus = true): void => {
    need(Math.max(0, message - 5), message + 20);
    const hiding = loops.findIndex((loop) => message >= loop.messages[0] && message < loop.messages[1]);
    if (hiding >= 0 && !openLoops.has(hiding)) setOpenLoops(new Set([...openLoops, hiding]));
    wanted.current = { message, focus };
    jump();
  };
  const wanted = useRef<{ message: number; focus: boolean } | undefined>(undefined);
  const jump = (): void => {
    const target = wanted.current;
    if (!target) return;
    const row = rowOfMessage(rows, target.message);
    if (row < 0) return;
    list.current?.show(row, { focus: target.focus, align: 'top' });
    at.current = row;
    if (messages[target.message] && rows[row]?.kind !== 'gap') wanted.current = undefined;
  };
  useEffect(jump, [rows]);
  const first = useRef(true);
  useEffect(() => {
    if (current !== undefined && messages.length > 0 && first.current) {
      first.current = false;
      show(current, false);
    }
  }, [current, messages.length > 0]);
  if (handle) {
    handle.current = {
      show: (message, focus) => show(message, focus),
      move: (step) => {
        const focused = (document.activeElement as HTMLElement | null)?.closest<HTMLElement>('.transcript [data-at]')?.dataset.at;
        if (focused !== undefined) at.current = Number(focused);
        at.current = Math.max(0, Math.min(rows.length - 1, at.current + step));
        list.current?.show(at.current, { focus: true });
      },
    };
  }
  const toggle = (loop: number): void => {
    const next = new Set(openLoops);
    if (!next.delete(loop)) next.add(loop);
    setOpenLoops(next);
  };
  return (
    <div class="transcript" data-testid="transcript">
      <ContentNote conversation={conversation} />
      <Told conversation={conversation} />
      {error ? <Problem error={error} what="the messages" retry={() => need(0, total)} /> : null}
      {total === 0 && conversation.content !== 'absent' ? <Nothing><p>No messages. The trace and the attributes show what the spans hold.</p></Nothing> : null}
      <VirtualList keys={keys} estimate={(i) => estimate(rows[i])} scroller={scroller} handle={list} label="Messages" headroom={48}
        onRange={(from, to) => {
          look(rows[from]?.index ?? 0, rows[to - 1]?.index ?? 0);
          for (const row of rows.slice(from, to)) if (row.kind === 'gap') need(row.index, row.index + row.count);
        }}
        render={(i) => {
          const row = rows[i];
          return row ? <TranscriptRow row={row} conversation={conversation} byMessage={byMessage} current={current} toggle={toggle} /> : null;
        }} />
    </div>
  );
}

function estimate(row?: Row): number {
  switch (row?.kind) {
    case 'call':
      return 44;
    case 'loop':
    case 'trace':
      return 48;
    case 'gap':
      return row.count * 80;
    default:
      return 110;
  }
}

export function groupFindings(findings: Finding[] = []): Map<number, Finding[]> {
  const groups = new Map<number, Finding[]>();
  for (const finding of findings) {
    if (finding.message < 0) continue;
    groups.set(finding.message, [...(groups.get(finding.message) ?? []), finding]);
  }
  return groups;
}

interface RowProps {
  row: Row;
  conversation: Conversation;
  byMessage: Map<number, Finding[]>;
  current?: number;
  toggle: (loop: number) => void;
}

function TranscriptRow({ row, conversation, byMessage, current, toggle }: RowProps): VNode {
  switch (row.kind) {
    case 'message':
      return <MessageRow conversation={conversation.id} message={row.message} findings={byMessage.get(row.index)} inLoop={row.inLoop} current={current === row.index} />;
    case 'call': {
      const findings = [...(byMessage.get(row.index) ?? []), ...(row.result ? byMessage.get(row.result.index) ?? [] : [])];
      return <CallRow conversation={conversation.id} call={row.call} result={row.result} findings={findings} tools={conversation.tools} inLoop={row.inLoop}
        current={current !== undefined && (current === row.index || current === row.result?.index)} />;
    }
    case 'loop':
      return <LoopRow row={row} toggle={() => toggle(Number(row.key.slice(1)))} />;
    case 'trace':
      return <TraceRow row={row} traces={conversation.trace_list ?? []} />;
    case 'gap':
      return <div class="placeholder" style={{ height: `${row.count * 80}px` }} aria-hidden="true" />;
  }
}

function LoopRow({ row, toggle }: { row: Extract<Row, { kind: 'loop' }>; toggle: () => void }): VNode {
  const { loop } = row;
  const cost = [plural(loop.rounds, 'round'), loop.duration_ns ? duration(loop.duration_ns) : '', loop.tokens ? `${count(loop.tokens)} tokens` : '',
    loop.usd ? money(loop.usd) : ''].filter(Boolean).join(', ');
  return (
    <div class="loop-head" data-testid="loop">
      <Icon name="loop" />
      <p><strong>{leafOf(loop.signal).says}</strong>{loop.tool ? <> <code>{visible(loop.tool)}</code></> : null}<span class="dim"> {cost}</span></p>
      {row.hidden > 0 || row.open
        ? <button type="button" class="quiet" aria-expanded={row.open} onClick={toggle}>{row.open ? 'Fold' : `Show ${count(row.hidden)} more`}</button> : null}
    </div>
  );
}

function TraceRow({ row, traces }: { row: Extract<Row, { kind: 'trace' }>; traces: TraceSummary[] }): VNode {
  const at = traces.findIndex((trace) => trace.trace_id === row.trace);
  const trace = traces[at];
  return (
    <div class="trace-separator" data-testid="trace-separator">
      <span>{at >= 0 ? `Trace ${at + 1} of ${traces.length}` : 'Trace'}</span>
      <span class="dim">{trace ? `${oneLine(trace.name, 60)}, ${duration(trace.duration_ns)}, ` : ''}{clock(toMillis(trace?.start_unix_nano ?? row.time))}</span>
      <a href={`/traces/${row.trace}`}>{row.trace.slice(0, 8)}</a>
    </div>
  );
}

const contentNotes: Record<string, string> = {
  absent: 'Message texts were not kept: the sender left them out, or the collector was told to drop them. What happened and the trace are still here.',
  redacted: 'Parts of the texts were redacted before they were kept.',
  hashed: 'Texts were hashed before they were kept: equal texts have equal hashes, and nobody can read them.',
};

function ContentNote({ conversation }: { conversation: Conversation }): VNode | null {
  const note = contentNotes[conversation.content];
  return note ? <p class="content-note" role="note" data-testid="content-note"><Icon name="stop" /> {note}</p> : null;
}

/** What the model was told before anybody spoke, folded. */
function Told({ conversation }: { conversation: Conversation }): VNode | null {
  const { system_instructions: system, tools = [] } = conversation;
  if (!system && tools.length === 0) return null;
  return (
    <div class="told">
      {system ? (
        <details data-testid="system-prompt">
          <summary><Icon name="chevron" class="turn" />System prompt <span class="dim">{count(system.length)} characters</span></summary>
          <Plain text={system} />
        </details>
      ) : null}
      {tools.length > 0 ? (
        <details data-testid="tools">
          <summary><Icon name="chevron" class="turn" />Tools <span class="dim">{count(tools.length)}: {oneLine(tools.map((tool) => tool.name).join(', '), 90)}</span></summary>
          <ul>{tools.map((tool) => <li key={tool.name}><h4><code>{visible(tool.name)}</code></h4><Definition tool={tool} /></li>)}</ul>
        </details>
      ) : null}
    </div>
  );
}
