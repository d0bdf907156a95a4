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
  user: 'M8 7.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5zM3 13.5c.6-3 2.500-4 5-4s4.400 1 5 4',
  agent: 'M3 6h10v7H3zM8 6V3M6 9v1M10 9v1M8 2.600v.1',
  model: 'M8 2l1.500 4.500L14 8l-4.500 1.500L8 14l-1.500-4.500L2 8l4.500-1.500z',
  tool: 'M9.500 6.500 3 13M13.400 4.300 11 6.500 9.500 5l2.200-2.400a3.500 3.500 0 1 0 1.700 1.700z',
  retrieval: 'M3 4c0-2 10-2 10 0v8c0 2-10 2-10 0zM3 4c0 2 10 2 10 0M3 8c0 2 10 2 10 0',
  embedding: 'M3 3h2v2H3zM11 3h2v2h-2zM3 11h2v2H3zM11 11h2v2h-2zM7 7h2v2H7z',
  span: 'M3 8h10M3 5.500v5M13 5.500v5',
  loop: 'M13 8a5 5 0 1 1-1.500-3.500M13 2v3h-3',
  cloud: 'M4.500 12.500a3 3 0 0 1-.3-6 4 4 0 0 1 7.700.8 2.600 2.600 0 0 1-.4 5.200z',
  thumb: 'M2.500 7.500h2.500v6H2.500zM5 8l2.500-5.500c1.400 0 1.800 1 1.500 2l-.5 2h4a1.200 1.200 0 0 1 1.200 1.500l-1 4a2 2 0 0 1-1.900 1.500H5',
  copy: 'M5.500 5.500h8v8h-8zM10.500 5.500v-3h-8v8h3',
  check: 'M3 8.500 6.500 12 13 4.500',
  chevron: 'M6 3.500 10.500 8 6 12.500',
  left: 'M10 3.500 5.500 8l4.500 4.500',
  close: 'M4 4l8 8M12 4l-8 8',
  sun: 'M8 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM8 1.500v1M8 13.500v1M1.500 8h1M13.500 8h1M3.400 3.400l.7.7M11.900 11.900l.7.7M3.400 12.600l.7-.7M11.900 4.100l.7-.7',
  moon: 'M13 9.500A5.500 5.500 0 0 1 6.500 3a5.500 5.500 0 1 0 6.500 6.500z',
  screen: 'M2 3h12v8H2zM6 14h4M8 11v3',
  help: 'M6 6a2 2 0 1 1 2.800 1.900c-.5.3-.8.700-.8 1.600M8 12v.1M8 14.500a6.500 6.500 0 1 0 0-13 6.500 6.500 0 0 0 0 13z',
  clock: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM8 4.500V8l2.500 1.500',
  file: 'M4 2h5.500L12.500 5v9H4zM9 2v3.500h3.500',
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
  Severe: <path d="M8 .8 15.200 8 8 15.200.8 8z" />,
  Poor: <path d="M8 2 15 14H1z" />,
  Neutral: <rect x="2" y="6" width="12" height="4" rx="2" />,
  Good: <path fill-rule="evenodd" d="M8 1.500a6.500 6.500 0 1 1 0 13 6.500 6.500 0 0 1 0-13zm0 3.500a3 3 0 1 0 0 6 3 3 0 0 0 0-6z" />,
  Excellent: <path d="m8 .8 2.200 4.700 5.200.6-3.800 3.500 1 5.100L8 12.100l-4.600 2.600 1-5.100L.6 6.100l5.200-.6z" />,
};

export function QualityShape({ quality }: { quality?: Quality }): VNode | null {
  if (!quality) return null;
  return (
    <svg class={`shape q-${quality.toLowerCase()}`} viewBox="0 0 16 16" width="12" height="12" aria-hidden="true" fill="currentColor">
      {shapes[quality]}
    </svg>
  );
}
