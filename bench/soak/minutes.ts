import { median } from "../measure.js";
import { commitTime, type Phase, type Sample } from "./sample.js";

/** A minute of a soak; what lies between two samples belongs to the minute of the later one. */
export interface Minute {
  /** From 1. */
  readonly minute: number;
  /** Fed as fast as possible, under load, or `mixed` when both. */
  readonly phase: Phase | "mixed";
  readonly points_per_second: number;
  /** Median and largest lag of its samples, points. */
  readonly lag_points: number;
  readonly lag_points_max: number;
  /** Medians, MB (10⁶ bytes). */
  readonly resident_mb: number;
  readonly heap_mb: number;
  readonly external_mb: number;
  readonly commits: number;
  readonly commit_ms: number;
  readonly commit_ms_max: number;
  /** Shares of the time on the wall. */
  readonly committing: number;
  readonly state: number;
  /** Of the pipeline's process, all its threads. */
  readonly processor_microseconds_per_point: number;
}

const MB = 1e6;

/** The minutes of a soak: all samples behind the first one, which has nothing to be compared with. */
export function minutesOf(samples: readonly Sample[]): Minute[] {
  const minutes = new Map<number, Sample[]>();
  for (const sample of samples.slice(1)) {
    const minute = Math.floor(sample.at / 60);
    minutes.set(minute, [...(minutes.get(minute) ?? []), sample]);
  }
  return [...minutes].map(([minute, within]) => {
    const before = samples[samples.indexOf(within[0]!) - 1]!;
    return minuteOf(minute + 1, before, within);
  });
}

function minuteOf(minute: number, before: Sample, within: readonly Sample[]): Minute {
  const last = within.at(-1)!;
  const seconds = last.at - before.at;
  const points = last.learned - before.learned;
  const commits = within.flatMap((sample) => sample.commits);
  const times = commits.map(({ ms }) => ms);
  const { committing, state } = commitTime(commits);
  const middle = (value: (sample: Sample) => number): number => median(within.map(value));
  return {
    minute,
    phase: phaseOf(within),
    points_per_second: Math.round(points / seconds),
    lag_points: middle(({ lag }) => lag),
    lag_points_max: Math.max(...within.map(({ lag }) => lag)),
    resident_mb: middle(({ memory }) => memory.resident) / MB,
    heap_mb: middle(({ memory }) => memory.heap) / MB,
    external_mb: middle(({ memory }) => memory.external) / MB,
    commits: commits.length,
    commit_ms: times.length === 0 ? 0 : median(times),
    commit_ms_max: Math.max(0, ...times),
    committing: committing / 1000 / seconds,
    state: state / 1000 / seconds,
    processor_microseconds_per_point: points === 0 ? 0 : ((last.processor - before.processor) * 1000) / points,
  };
}

function phaseOf(samples: readonly Sample[]): Minute["phase"] {
  const phases = new Set(samples.map(({ phase }) => phase));
  const [only] = phases;
  return phases.size === 1 && only !== undefined ? only : "mixed";
}
