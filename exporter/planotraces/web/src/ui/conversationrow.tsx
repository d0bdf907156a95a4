import type { VNode } from 'preact';
import { age, count, duration, moment, short } from '../lib/format';
import { address, carry } from '../lib/router';
import { oneLine, visible } from '../lib/text';
import { toMillis } from '../lib/time';
import type { ConversationSummary } from '../types';
import { Signals, Verdict } from './quality';
import { narrow, now } from './width';

export const rowHeight = (): number => (narrow.value ? 68 : 44);

/** A conversation in a list: how bad, what about, why, where. */
export function ConversationRow({ row, compare = '' }: { row: ConversationSummary; compare?: string }): VNode {
  const end = toMillis(row.end_unix_nano);
  const tokens = row.tokens.input + row.tokens.output;
  const href = compare && compare !== row.id ? address(`/compare/${compare}/${row.id}`) : carry(`/conversations/${row.id}`);
  return (
    <a class="columns conversation-columns row" href={href} data-testid="conversation-row" data-id={row.id}>
      <Verdict quality={row.quality} score={row.quality ? row.score : undefined} />
      <span class="about">
        <span class="line">{row.first_message ? oneLine(row.first_message, 240) : <span class="dim">{row.no_content ? 'No message texts were kept' : 'Nobody said anything'}</span>}</span>
        <span class="line dim">{row.reason ? oneLine(row.reason) : row.last_answer ? oneLine(row.last_answer, 200) : ''}</span>
      </span>
      <span class="c-signals"><Signals signals={row.signals} most={narrow.value ? 2 : 4} inWords={1} /></span>
      <span class="c-where">
        <span class="line">{visible(row.agent || row.service || '')}</span>
        <span class="line dim">{visible(row.models?.join(', ') ?? '')}</span>
      </span>
      <span class="c-number" title={`${count(row.turns)} turns, ${count(row.spans)} spans in ${count(row.traces)} traces`}>{count(row.turns)}</span>
      <span class="c-number" title={`${count(row.tokens.input)} in, ${count(row.tokens.output)} out`}>{tokens ? short(tokens) : '–'}</span>
      <span class="c-number">{duration(row.duration_ns)}</span>
      <span class="c-number c-age" title={moment(end)}>{age(end, now.value)}</span>
    </a>
  );
}
