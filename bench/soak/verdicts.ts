import type { SoakOutcome } from "./run-soak.js";
import { commitTime, type Sample } from "./sample.js";
import { type Point, slope, span } from "./slope.js";

/** Whether something that has to hold did. */
export interface Verdict {
  readonly name: string;
  readonly holds: boolean;
  readonly measured: number;
  /** The largest that is right. */
  readonly bound: number;
  readonly unit: string;
  readonly detail: string;
}

/**
 * Growth of memory that passes for none, MB (10⁶ bytes) an hour. A byte kept of every point is 288 MB/hour at 80 k
 * points/s, two kilobytes of every commit are 14 MB/hour at two a second. Resident memory goes up and down with garbage
 * and with batches under way, and pages once used are given back late or never; at rest there is nothing of it.
 */
const RESIDENT_MB_PER_HOUR = 100;
const REST_MB_PER_HOUR = 20;
/** What garbage and batches under way may come to, and code that is compiled: a slope over minutes is made of them. */
const RESIDENT_NOISE_MB = 25;
const REST_NOISE_MB = 5;
/** Growth of the lag over all of the second phase, in seconds of what is fed: the interval between two commits. */
const LAG_NOISE_SECONDS = 0.5;
/** And by the hour: a pipeline too slow by a thousandth falls behind by 3.6 s. */
const LAG_SECONDS_PER_HOUR = 3.6;
const STATE_SHARE = 0.05;
const MB = 1e6;
const HOUR = 3600;

/** What a soak has to show. */
export function verdictsOf(outcome: SoakOutcome): Verdict[] {
  const { rests, samples } = outcome;
  const half = (samples.at(-1)?.at ?? 0) / 2;
  const later = samples.filter(({ at, phase }) => at >= half && phase === "load");
  const resident = later.map(({ at, memory }): Point => [at, memory.resident / MB]);
  const inUse = rests.map(({ at, memory }): Point => [at, (memory.heap + memory.external) / MB]);
  return [
    flat("resident memory is flat", resident, RESIDENT_MB_PER_HOUR, RESIDENT_NOISE_MB),
    flat("memory in use at rest is flat", inUse, REST_MB_PER_HOUR, REST_NOISE_MB),
    lagVerdict(outcome),
    stateVerdict(samples),
    ...countVerdicts(outcome),
  ];
}

function flat(name: string, points: readonly Point[], perHour: number, noise: number): Verdict {
  const seconds = span(points);
  const measured = slope(points) * HOUR;
  const bound = Math.max(perHour, (noise * HOUR) / seconds);
  const why = bound > perHour ? `${noise} MB in ${Math.round(seconds)} s, which may be noise` : `${perHour} MB/hour`;
  const detail = `${points.length} samples; bound: ${why}`;
  // NaN, where there is nothing to draw a line through, does not hold.
  return { name, holds: measured <= bound, measured, bound, unit: "MB/hour", detail };
}

function lagVerdict({ fed, heldMs, samples }: SoakOutcome): Verdict {
  const points = samples.filter(({ phase }) => phase === "load").map(({ at, lag }): Point => [at, lag / fed]);
  const seconds = span(points);
  const measured = slope(points) * HOUR;
  const bound = Math.max(LAG_SECONDS_PER_HOUR, (LAG_NOISE_SECONDS * HOUR) / seconds);
  const held = heldMs > 0 ? `; feeding was held back for ${heldMs / 1000} s because of it` : "";
  const detail = `${points.length} samples over ${Math.round(seconds)} s, lag in seconds of what is fed${held}`;
  const holds = heldMs === 0 && measured <= bound;
  return { name: "lag does not grow under load", holds, measured, bound, unit: "s/hour", detail };
}

function stateVerdict(samples: readonly Sample[]): Verdict {
  const [first, ...others] = samples;
  const seconds = (others.at(-1)?.at ?? 0) - (first?.at ?? 0);
  const { committing, state } = commitTime(others.flatMap(({ commits }) => commits));
  const share = state / 1000 / seconds;
  const percent = (100 * committing) / 1000 / seconds;
  return {
    name: "committing state takes little time",
    holds: share < STATE_SHARE,
    measured: 100 * share,
    bound: 100 * STATE_SHARE,
    unit: "% of the time",
    detail: `putting it together, and its share of transactions by bytes; transactions in all ${percent.toFixed(1)} %`,
  };
}

function countVerdicts({ counts, offsetsBehind }: SoakOutcome): Verdict[] {
  const total = (of: "points" | "labels" | "lost" | "doubled"): number =>
    counts.reduce((sum, each) => sum + each[of], 0);
  const detail = `${total("points")} points, ${total("labels")} labels, by keys in each partition`;
  const none = (name: string, measured: number, unit: string, what: string): Verdict => {
    return { name, holds: measured === 0, measured, bound: 0, unit, detail: what };
  };
  return [
    none("no label is lost", total("lost"), "points", detail),
    none("no label is doubled", total("doubled"), "labels", detail),
    none("nothing is left", offsetsBehind, "offsets", "from the learned positions to the ends of the input"),
  ];
}
