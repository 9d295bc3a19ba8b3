import type { Components } from "../../../src/plot/components.js";
import { distanceOf } from "../../../src/plot/ellipse.js";
import { padded, robustExtent } from "../../../src/plot/scale.js";
import type { PlacedPoints } from "./placed-points.js";
import { type Projection, projected } from "./projection.js";

export interface ViewDomain {
  readonly x: readonly [number, number];
  readonly y: readonly [number, number];
}

/** Lighter components do not widen the view. */
const LIGHTEST = 0.02;
/** Points that are looked at, evenly. */
const SAMPLE = 4000;
/** A view that is filled less than this is too wide. */
const LEAST_FILL = 0.55;

/** What a picture shows: where most points lie, and the 95 % of the heavier components unless they dwarf the points. */
export function wantedDomain(
  points: PlacedPoints,
  mixture: Components | undefined,
  projection: Projection,
): ViewDomain {
  const free = points.count === 0 && mixture !== undefined;
  const [x, y] = free ? [nothing(), nothing()] : [extent(points.count, points.x), extent(points.count, points.y)];
  const limits = [x, y].map(([low, high]) =>
    free ? everything : ([low - 0.4 * (high - low), high + 0.4 * (high - low)] as const),
  );
  for (let k = 0; k < (mixture?.components ?? 0); k++) {
    if (mixture!.weights[k]! < LIGHTEST && mixture!.components > 1) continue;
    const { mean, covariance } = projected(mixture!, k, projection);
    [x, y].forEach((domain, axis) => {
      const reach = distanceOf(0.95) * Math.sqrt(covariance[axis === 0 ? 0 : 2]);
      const [least, most] = limits[axis]!;
      domain[0] = Math.max(least, Math.min(domain[0], mean[axis]! - reach));
      domain[1] = Math.min(most, Math.max(domain[1], mean[axis]! + reach));
    });
  }
  return { x: padded(x), y: padded(y) };
}

const everything = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY] as const;
const nothing = (): [number, number] => [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];

/** The view as it was while it still fits: a picture that keeps moving cannot be read. */
export function steadyDomain(current: ViewDomain | undefined, wanted: ViewDomain): ViewDomain {
  if (current === undefined) return wanted;
  return { x: steady(current.x, wanted.x), y: steady(current.y, wanted.y) };
}

function steady(current: readonly [number, number], wanted: readonly [number, number]): readonly [number, number] {
  const span = current[1] - current[0];
  const fits = wanted[0] >= current[0] - 0.02 * span && wanted[1] <= current[1] + 0.02 * span;
  return fits && wanted[1] - wanted[0] > LEAST_FILL * span ? current : wanted;
}

function extent(count: number, values: Float32Array): [number, number] {
  const stride = Math.max(1, Math.floor(count / SAMPLE));
  const sample: number[] = [];
  for (let i = count - 1; i >= 0; i -= stride) sample.push(values[i]!);
  return robustExtent(sample);
}
