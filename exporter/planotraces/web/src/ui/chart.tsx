import type { VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import uPlot from 'uplot';
import { colour, paint } from './theme';

export interface Series {
  name: string;
  /** A custom property of the style sheet. */
  colour: string;
  values: (number | null)[];
  dash?: number[];
}

interface ChartProps {
  /** Seconds since 1970, where each part begins. */
  times: number[];
  series: Series[];
  height: number;
  kind: 'stacked' | 'lines';
  /** What it shows, for those who do not see it. */
  label: string;
  format?: (value: number) => string;
  /** The top of the scale, where two charts are to have the same. */
  max?: number;
  onPick?: (from: number, to: number) => void;
  onHover?: (index: number | null) => void;
}

/** A chart over time. A drag picks a part of the time where onPick is given. */
export function Chart(props: ChartProps): VNode {
  const box = useRef<HTMLDivElement>(null);
  const pick = useRef(props.onPick);
  const hover = useRef(props.onHover);
  pick.current = props.onPick;
  hover.current = props.onHover;
  const { times, series, height, kind, max, format } = props;
  const painted = paint.value;
  useEffect(() => {
    const element = box.current;
    if (!element || times.length === 0) return;
    const plot = new uPlot(options(props, element.clientWidth, pick, hover), dataOf(props), element);
    const resize = new ResizeObserver(() => {
      if (element.clientWidth > 0 && element.clientWidth !== plot.width) plot.setSize({ width: element.clientWidth, height });
    });
    resize.observe(element);
    return () => {
      resize.disconnect();
      plot.destroy();
    };
  }, [times, series, height, kind, max, format, painted]);
  return <div ref={box} class={`chart ${props.onPick ? 'pickable' : ''}`} role="img" aria-label={props.label} data-testid="chart" style={{ height: `${height}px` }} />;
}

function dataOf({ times, series, kind }: ChartProps): uPlot.AlignedData {
  if (kind === 'lines') return [times, ...series.map((s) => s.values)];
  // The first series is the highest bar, painted first; the others are painted over it.
  const sums: number[][] = [];
  let below = times.map(() => 0);
  for (const s of series) {
    below = below.map((sum, i) => sum + (s.values[i] ?? 0));
    sums.push(below);
  }
  return [times, ...sums.reverse()];
}

function options(props: ChartProps, width: number, pick: { current?: ChartProps['onPick'] }, hover: { current?: ChartProps['onHover'] }): uPlot.Options {
  const { times, series, height, kind } = props;
  const dim = colour('--dim');
  const grid = { stroke: colour('--line'), width: 1 };
  const step = times.length > 1 ? times[1]! - times[0]! : 3600;
  const drawn = kind === 'stacked' ? [...series].reverse() : series;
  const font = `12px ${getComputedStyle(document.body).fontFamily}`;
  return {
    width,
    height,
    padding: [8, 20, 0, 0],
    legend: { show: false },
    cursor: {
      show: true, y: false, points: { show: false },
      drag: { x: props.onPick !== undefined, y: false, setScale: false, dist: 4 },
    },
    scales: {
      x: { time: true, range: () => [times[0]!, times[times.length - 1]! + step] },
      y: { range: (_, __, top) => [0, props.max ?? Math.max(top, 1) * 1.05] },
    },
    axes: [
      { stroke: dim, grid: { show: false }, ticks: { show: false }, font, size: 24, gap: 4, space: 64, values: (_, splits, __, ___, step) => splits.map((at) => timeLabel(at, step)) },
      {
        stroke: dim, grid, ticks: { show: false }, font, size: 44, gap: 6, space: 28,
        values: (_, splits) => splits.map((value) => (props.format ? props.format(value) : Number.isInteger(value) ? String(value) : '')),
      },
    ],
    series: [
      {},
      ...drawn.map((s): uPlot.Series => {
        const tint = colour(s.colour);
        return kind === 'stacked'
          ? { label: s.name, fill: tint, stroke: tint, width: 0, points: { show: false }, paths: uPlot.paths.bars!({ size: [0.82, 40, 1], align: 1 }) }
          : { label: s.name, stroke: tint, width: 2, dash: s.dash, spanGaps: true, points: { show: times.length <= 31, size: 5, fill: tint } };
      }),
    ],
    hooks: {
      setCursor: [(plot) => hover.current?.(plot.cursor.idx ?? null)],
      setSelect: [(plot) => {
        if (plot.select.width < 4) return;
        const from = plot.posToVal(plot.select.left, 'x');
        const to = plot.posToVal(plot.select.left + plot.select.width, 'x');
        plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
        pick.current?.(from, to);
      }],
    },
  };
}

const dayLabel = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' });
const timeOfDay = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });
const exactTime = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });

/** What stands below a line of the grid; step is the distance of the lines in seconds. */
function timeLabel(seconds: number, step: number): string {
  const at = new Date(seconds * 1000);
  if (step >= 86_400 || (at.getHours() === 0 && at.getMinutes() === 0 && at.getSeconds() === 0)) return dayLabel.format(at);
  return (step < 60 ? exactTime : timeOfDay).format(at);
}

/** A line of bars the size of a word. */
export function Sparkline({ values, label }: { values: number[]; label: string }): VNode {
  const top = Math.max(1, ...values);
  const width = 120;
  const height = 24;
  const step = width / Math.max(values.length, 1);
  return (
    <svg class="sparkline" viewBox={`0 0 ${width} ${height}`} width={width} height={height} role="img" aria-label={label}>
      {values.map((value, i) => {
        const size = value === 0 ? 1 : Math.max(2, (value / top) * height);
        return <rect key={i} x={i * step} y={height - size} width={Math.max(1, step - 1)} height={size} class={value === 0 ? 'none' : ''} />;
      })}
    </svg>
  );
}
