import type { VNode } from 'preact';
import type { Quality } from '../types';

// Outlines on a grid of 16.
const outlines = {
  conversations: 'M2.5 3.5h11v7h-6l-3 2.5v-2.5h-2z',
  issues: 'M8 2.5 14 13H2zM8 6.5v3M8 11.2v.1',
  traces: 'M2 3.5h7M5 8h7M8 12.5h6',
  trends: 'M2 13V3M2 13h12M4.5 10l3-3.5 2.5 2L13.5 4',
  compare: 'M2.5 3h4.5v10H2.5zM9 3h4.5v10H9z',
  search: 'M7 12A5 5 0 1 0 7 2a5 5 0 0 0 0 10zM10.6 10.6 14 14',
  user: 'M8 7.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5zM3 13.5c.6-3 2.5-4 5-4s4.4 1 5 4',
  agent: 'M3 6h10v7H3zM8 6V3M6 9v1M10 9v1M8 2.600v.1',
  model: 'M8 2l1.5 4.500L14 8l-4.5 1.500L8 14l-1.5-4.500L2 8l4.5-1.500z',
  tool: 'M9.5 6.5 3 13M13.4 4.3 11 6.5 9.5 5l2.2-2.400a3.5 3.5 0 1 0 1.7 1.700z',
  retrieval: 'M3 4c0-2 10-2 10 0v8c0 2-10 2-10 0zM3 4c0 2 10 2 10 0M3 8c0 2 10 2 10 0',
  embedding: 'M3 3h2v2H3zM11 3h2v2h-2zM3 11h2v2H3zM11 11h2v2h-2zM7 7h2v2H7z',
  span: 'M3 8h10M3 5.500v5M13 5.500v5',
  loop: 'M13 8a5 5 0 1 1-1.5-3.500M13 2v3h-3',
  exit: 'M6.5 2.5h-3v11h3M7 8h6.5M10.5 5l3 3-3 3',
  frown: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM5.5 10.8c1.2-1.6 3.8-1.6 5 0M6 6.300v.4M10 6.300v.4',
  pencil: 'M3 13l.6-2.8L11 2.8l2.2 2.2-7.4 7.4z',
  repeat: 'M3 7V6a2 2 0 0 1 2-2h7M10 2l2 2-2 2M13 9v1a2 2 0 0 1-2 2H4M6 14l-2-2 2-2',
  gauge: 'M2.5 12a6 6 0 1 1 11 0M8 9.5 10.5 6',
  cloud: 'M4.5 12.500a3 3 0 0 1-.3-6 4 4 0 0 1 7.7.8 2.6 2.6 0 0 1-.4 5.200z',
  thumb: 'M2.5 7.500h2.500v6H2.500zM5 8l2.5-5.500c1.4 0 1.8 1 1.5 2l-.5 2h4a1.2 1.2 0 0 1 1.2 1.500l-1 4a2 2 0 0 1-1.9 1.500H5',
  copy: 'M5.5 5.500h8v8h-8zM10.5 5.500v-3h-8v8h3',
  check: 'M3 8.5 6.5 12 13 4.5',
  chevron: 'M6 3.5 10.5 8 6 12.5',
  left: 'M10 3.5 5.5 8l4.5 4.5',
  close: 'M4 4l8 8M12 4l-8 8',
  sun: 'M8 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM8 1.500v1M8 13.500v1M1.5 8h1M13.5 8h1M3.4 3.400l.7.7M11.9 11.900l.7.7M3.4 12.600l.7-.7M11.9 4.100l.7-.7',
  moon: 'M13 9.500A5.5 5.5 0 0 1 6.5 3a5.5 5.5 0 1 0 6.5 6.500z',
  screen: 'M2 3h12v8H2zM6 14h4M8 11v3',
  help: 'M6 6a2 2 0 1 1 2.8 1.900c-.5.3-.8.7-.8 1.600M8 12v.1M8 14.500a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13z',
  clock: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM8 4.500V8l2.5 1.5',
  file: 'M4 2h5.500L12.5 5v9H4zM9 2v3.500h3.5',
  stop: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM8 5v3.500M8 10.900v.1',
} as const;

export type IconName = keyof typeof outlines;

export function Icon({ name, class: className = '' }: { name: IconName; class?: string }): VNode {
  return (
    <svg class={`icon ${className}`} viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
      <path d={outlines[name]} fill="none" stroke="currentColor" stroke-width="1.4" stroke-linecap="round" stroke-linejoin="round" />
    </svg>
  );
}

// A shape for each quality, so that none is told by its colour alone: diamond, triangle, bar, ring, star.
const shapes: Record<Exclude<Quality, ''>, VNode> = {
  Severe: <path d="M8 .8 15.2 8 8 15.2.8 8z" />,
  Poor: <path d="M8 2 15 14H1z" />,
  Neutral: <rect x="2" y="6" width="12" height="4" rx="2" />,
  Good: <path fill-rule="evenodd" d="M8 1.500a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13zm0 3.500a3 3 0 1 0 0 6 3 3 0 0 0 0-6z" />,
  Excellent: <path d="m8 .8 2.2 4.7 5.2.6-3.8 3.5 1 5.100L8 12.100l-4.6 2.6 1-5.100L.6 6.100l5.2-.6z" />,
};

export function QualityShape({ quality }: { quality?: Quality }): VNode | null {
  if (!quality) return null;
  return (
    <svg class={`shape q-${quality.toLowerCase()}`} viewBox="0 0 16 16" width="12" height="12" aria-hidden="true" fill="currentColor">
      {shapes[quality]}
    </svg>
  );
}
