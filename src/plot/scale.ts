/** From data to pixels, linearly. */
export interface Scale {
  /** Smallest and largest datum, low < high. */
  readonly domain: readonly [number, number];
  /** The pixels of both; a vertical axis runs from a large pixel to a small one. */
  readonly range: readonly [number, number];
  at(value: number): number;
  /** Pixels a unit, with its sign. */
  readonly slope: number;
}

export function scaleOf(domain: readonly [number, number], range: readonly [number, number]): Scale {
  const slope = (range[1] - range[0]) / (domain[1] - domain[0]);
  return { domain, range, slope, at: (value) => range[0] + (value - domain[0]) * slope };
}

/** Spans below this are none: squares of pixels a unit would leave the range of a double. */
const LEAST_SPAN = 1e-140;

/** The domain with a margin on both sides; a single value gets room around it. */
export function padded([low, high]: readonly [number, number], share = 0.04): [number, number] {
  const span = high - low;
  const magnitude = Math.max(Math.abs(low), Math.abs(high));
  // Also where the span drowns in the rounding of the ends.
  if (span > Math.max(magnitude * 1e-14, LEAST_SPAN)) return [low - span * share, high + span * share];
  const room = magnitude > LEAST_SPAN ? magnitude * 0.05 : 1;
  return [low - room, high + room];
}

/**
 * Where most of the data lie: the extent of all finite values, but no further than a good half of their central
 * spread beyond the .5 % and 99.5 % quantiles, so that a few outliers do not squeeze everything else into a corner.
 *
 * @returns [0, 1] without any finite value.
 */
export function robustExtent(values: Iterable<number>): [number, number] {
  const sorted = Float64Array.from(values).filter(Number.isFinite).sort();
  const n = sorted.length;
  if (n === 0) return [0, 1];
  const quantile = (p: number) => sorted[Math.round(p * (n - 1))]!;
  const [low, high] = [quantile(0.005), quantile(0.995)];
  const reach = 0.6 * (high - low);
  return reach === 0
    ? [sorted[0]!, sorted[n - 1]!]
    : [Math.max(sorted[0]!, low - reach), Math.min(sorted[n - 1]!, high + reach)];
}

/** Smallest and largest finite value, a little apart; [0, 1] without any. */
export function extentOf(values: Iterable<number>): [number, number] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  if (low < high) return [low, high];
  return low === high ? padded([low, high]) : [0, 1];
}
