// Which rows of a long list are in view, when their heights are known only once they were drawn.

/** Heights of rows: estimates at first, then what was measured. */
export class Heights {
  private readonly known = new Map<string, number>();
  private offsets = new Float64Array(1);
  private keys: readonly string[] = [];
  private estimate: (index: number) => number = () => 0;
  private stale = 0;

  /** Says which rows there are. Heights of those that stay are kept. */
  setRows(keys: readonly string[], estimate: (index: number) => number): void {
    this.keys = keys;
    this.estimate = estimate;
    if (this.offsets.length !== keys.length + 1) this.offsets = new Float64Array(keys.length + 1);
    this.stale = 0;
  }

  /** Notes a height; returns by how much it changed. */
  measure(index: number, height: number): number {
    const key = this.keys[index];
    if (key === undefined) return 0;
    const before = this.height(index);
    if (before === height && this.known.has(key)) return 0;
    this.known.set(key, height);
    this.stale = Math.min(this.stale, index);
    return height - before;
  }

  height(index: number): number {
    const key = this.keys[index];
    return key === undefined ? 0 : this.known.get(key) ?? this.estimate(index);
  }

  /** Where a row begins; that of the row behind the last one is the height of all. */
  offset(index: number): number {
    this.refresh();
    return this.offsets[Math.max(0, Math.min(index, this.keys.length))]!;
  }

  total(): number {
    return this.offset(this.keys.length);
  }

  /** The row at a distance from the top; the last one for what is below, 0 for what is above. */
  indexAt(y: number): number {
    this.refresh();
    let low = 0;
    let high = this.keys.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.offsets[middle]! <= y) low = middle;
      else high = middle - 1;
    }
    return Math.max(low, 0);
  }

  /** Forgets what was measured, for a list of another width. */
  reset(): void {
    this.known.clear();
    this.stale = 0;
  }

  private refresh(): void {
    for (let i = this.stale; i < this.keys.length; i++) this.offsets[i + 1] = this.offsets[i]! + this.height(i);
    this.stale = this.keys.length;
  }
}

/** The rows to draw for a view of a list: from first up to last, which is not drawn, and the room above and below. */
export interface Range {
  first: number;
  last: number;
  above: number;
  below: number;
}

/** The rows between top and bottom, and as many pixels more on both sides. */
export function rangeIn(heights: Heights, rows: number, top: number, bottom: number, more: number): Range {
  if (rows === 0) return { first: 0, last: 0, above: 0, below: 0 };
  const first = heights.indexAt(Math.max(0, top - more));
  const last = Math.min(rows, heights.indexAt(Math.max(0, bottom + more)) + 1);
  return { first, last, above: heights.offset(first), below: heights.total() - heights.offset(last) };
}
