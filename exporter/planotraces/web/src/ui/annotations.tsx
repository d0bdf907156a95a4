import type { VNode } from 'preact';
import { visible } from '../lib/text';
import type { Finding } from '../types';
import { SignalChip } from './quality';

/** The signals that a message raised: what fired, by which rule, how sure. */
export function Annotations({ findings }: { findings?: Finding[] }): VNode | null {
  if (!findings?.length) return null;
  return (
    <ul class="annotations" aria-label="Signals">
      {findings.map((finding, i) => (
        <li key={i} data-testid="annotation">
          <SignalChip signal={finding.signal} title={finding.explanation} />
          <span class="dim">{how(finding)}</span>
        </li>
      ))}
    </ul>
  );
}

function how(finding: Finding): string {
  const parts = [`${Math.round(finding.confidence * 100)} % sure`];
  if (finding.rule) parts.push(`rule ${visible(finding.rule)}`);
  else if (finding.source) parts.push(`from ${visible(finding.source)}`);
  if (finding.compared_with !== undefined) {
    parts.push(`like message ${finding.compared_with + 1}${finding.similarity ? ` (${Math.round(finding.similarity * 100)} %)` : ''}`);
  }
  return parts.join(' · ');
}

/** The worst tone of some signals, for the coloured edge. */
export function toneOf(findings: Finding[] | undefined, tone: (signal: string) => string): string {
  if (!findings?.length) return '';
  const tones = findings.map((f) => tone(f.signal));
  return `edge-${['bad', 'warn', 'good'].find((t) => tones.includes(t)) ?? 'warn'}`;
}
