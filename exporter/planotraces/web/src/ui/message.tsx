import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import * as api from '../api';
import { bytes, clock, count, duration, money, moment } from '../lib/format';
import { isFailure, leafOf } from '../lib/leaves';
import { brief, readJSON, type Node } from '../lib/partialjson';
import { oneLine, visible } from '../lib/text';
import { toMillis } from '../lib/time';
import type { Finding, Message, ToolDefinition } from '../types';
import { Annotations, toneOf } from './annotations';
import { Body, Source } from './body';
import { Icon } from './icons';

const roleNames: Record<string, string> = { user: 'User', assistant: 'Agent', tool_call: 'Call', tool_result: 'Result' };

const tone = (signal: string): string => leafOf(signal).tone;

interface MessageRowProps {
  conversation: string;
  message: Message;
  findings?: Finding[];
  inLoop?: boolean;
  current?: boolean;
}

/** What somebody said. */
export function MessageRow({ conversation, message, findings, inLoop, current }: MessageRowProps): VNode {
  const role = roleNames[message.role] ?? message.role;
  return (
    <article class={`message ${message.role} ${toneOf(findings, tone)} ${inLoop ? 'in-loop' : ''} ${current ? 'current' : ''}`} tabIndex={-1}
      aria-label={`${role}, message ${message.index + 1}`} aria-current={current ? 'true' : undefined} data-testid="message" data-index={message.index}>
      <Margin role={role} time={message.time_unix_nano} />
      <div class="content">
        <Meta message={message} />
        {message.text
          ? <Body text={message.text} bytes={message.text_bytes} load={async () => (await api.message(conversation, message.index)).text ?? ''}
              format={message.role === 'assistant' ? 'markdown' : 'plain'} marks={findings?.map((f) => f.snippet ?? '')} label={`message ${message.index + 1}`} />
          : message.attachments?.length ? null : <p class="dim">No text</p>}
        <Attachments message={message} />
        <Annotations findings={findings} />
      </div>
    </article>
  );
}

function Margin({ role, time }: { role: string; time: string }): VNode {
  const millis = toMillis(time);
  return (
    <div class="margin">
      <span class="role">{role}</span>
      {millis > 0 ? <time dateTime={new Date(millis).toISOString()} title={moment(millis)}>{clock(millis)}</time> : null}
    </div>
  );
}

function Meta({ message }: { message: Message }): VNode | null {
  const parts: string[] = [];
  if (message.model) parts.push(visible(message.model));
  if (message.tokens) {
    const { input, output, cached, reasoning } = message.tokens;
    const more = [cached ? `${count(cached)} cached` : '', reasoning ? `${count(reasoning)} reasoning` : ''].filter(Boolean).join(', ');
    parts.push(`${count(input)} in, ${count(output)} out${more ? ` (${more})` : ''}`);
  }
  if (message.cost_usd) parts.push(money(message.cost_usd));
  if (message.duration_ns) parts.push(duration(message.duration_ns));
  return parts.length === 0 ? null : <p class="meta">{parts.join(' · ')}</p>;
}

function Attachments({ message }: { message: Message }): VNode | null {
  if (!message.attachments?.length) return null;
  return (
    <ul class="attachments" aria-label="Attachments">
      {message.attachments.map((a, i) => <li key={i}><Icon name="file" /> {visible(a.type)}{a.bytes ? `, ${bytes(a.bytes)}` : ''} (not loaded)</li>)}
    </ul>
  );
}

interface CallRowProps {
  conversation: string;
  call: Message;
  result?: Message;
  findings?: Finding[];
  tools?: ToolDefinition[];
  inLoop?: boolean;
  current?: boolean;
}

/** A call of a tool on one line, which opens. */
export function CallRow({ conversation, call, result, findings, tools, inLoop, current }: CallRowProps): VNode {
  const [open, setOpen] = useState(false);
  const failed = Boolean(call.failed || result?.failed || findings?.some((f) => isFailure(f.signal)));
  const definition = tools?.find((tool) => tool.name === call.tool);
  const took = result?.duration_ns || call.duration_ns || 0;
  const reading = call.arguments ? readJSON(call.arguments) : undefined;
  const given = reading ? brief(reading.node, 160) : oneLine(call.arguments ?? '', 160);
  return (
    <article class={`message call ${toneOf(findings, tone)} ${inLoop ? 'in-loop' : ''} ${current ? 'current' : ''} ${failed ? 'failed' : ''}`}
      aria-label={`Call of ${visible(call.tool ?? 'a tool')}, message ${call.index + 1}`} aria-current={current ? 'true' : undefined}
      data-testid="call" data-index={call.index} data-result={result?.index}>
      <Margin role="Tool" time={call.time_unix_nano} />
      <div class="content">
        <button type="button" class="call-line" aria-expanded={open} onClick={() => setOpen(!open)}>
          <Icon name="chevron" class="turn" />
          <span class="call-text"><strong>{visible(call.tool || 'tool')}</strong>(<span class="arguments">{visible(given)}</span>)</span>
          <span class={failed ? 'outcome bad' : 'outcome'}>{outcome(result, failed)}</span>
          {took ? <span class="took">{duration(took)}</span> : null}
        </button>
        {open ? (
          <div class="call-parts">
            <h4>Arguments</h4>
            {call.arguments
              ? <Body text={call.arguments} bytes={call.arguments_bytes} format="plain" label="the arguments"
                  load={async () => (await api.message(conversation, call.index)).arguments ?? ''} />
              : <p class="dim">None</p>}
            <h4>Result</h4>
            {result?.text
              ? <Body text={result.text} bytes={result.text_bytes} format="plain" label="the result"
                  load={async () => (await api.message(conversation, result.index)).text ?? ''} />
              : <p class="dim">{result ? 'Empty' : 'No result came'}</p>}
            {result ? <Attachments message={result} /> : null}
            <h4>Definition</h4>
            {definition ? <Definition tool={definition} /> : <p class="dim">The model was told of no tool of this name.</p>}
          </div>
        ) : null}
        <Annotations findings={findings} />
      </div>
    </article>
  );
}

/** What the model was told of a tool. */
export function Definition({ tool }: { tool: ToolDefinition }): VNode {
  return (
    <div class="definition">
      {tool.description ? <p>{visible(tool.description)}</p> : null}
      {tool.parameters ? <Source text={tool.parameters} label={`parameters of ${tool.name}`} /> : null}
    </div>
  );
}

function outcome(result: Message | undefined, failed: boolean): string {
  if (!result) return failed ? 'failed' : 'no result';
  const text = result.text ?? '';
  const reading = readJSON(text);
  const said = reading ? errorIn(reading.node) ?? brief(reading.node, 200) : oneLine(text, 200);
  if (failed) return said ? `failed: ${visible(said.replace(/^error:\s*/i, ''))}` : 'failed';
  return said ? `→ ${visible(said)}` : '→ nothing';
}

const errorKeys = ['message', 'error_message', 'detail', 'reason', 'error'];

function errorIn(node: Node): string | undefined {
  if (node.kind !== 'object') return undefined;
  for (const wanted of errorKeys) {
    const value = node.entries.find(([key]) => key.toLowerCase() === wanted)?.[1];
    if (value?.kind === 'string') return oneLine(value.text, 200);
    if (value?.kind === 'object') {
      const inner = errorIn(value);
      if (inner) return inner;
    }
  }
  return undefined;
}
