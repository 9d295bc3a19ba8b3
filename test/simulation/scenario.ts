import { Dice } from "./dice.js";

/** How often a call goes wrong, and how; a kind that is off in a scenario leaves room for the others to show. */
export interface FaultRates {
  readonly delay: number;
  /** Longest delay, ms: some are beyond the session timeout. */
  readonly delayMs: number;
  readonly retriable: number;
  readonly fatal: number;
  readonly lose: number;
  readonly crash: number;
  readonly stall: number;
}

/** Everything about one simulated world that its seed decides. */
export interface Scenario {
  readonly seed: number;
  readonly processes: number;
  readonly partitions: number;
  /** Length of the disturbed phase, ms. */
  readonly durationMs: number;
  readonly sessionTimeoutMs: number;
  readonly batchRecords: number;
  readonly latencyMs: number;
  readonly markerDelayMs: number;
  readonly from: "earliest" | "latest";
  readonly learner: { readonly miniBatch: number; readonly warmup: number };
  readonly commit: { readonly interval: number; readonly points: number; readonly bytes: number };
  readonly alerts: { readonly anomalies: boolean; readonly drift: boolean };
  readonly snapshotsEvery: number;
  readonly checkpointEvery: number;
  readonly flushAfter: number | null;
  readonly sizes: { readonly part: number; readonly send: number };
  readonly sliceMs: number;
  readonly faults: FaultRates;
  /** Events of the world, by kind: how many happen in the disturbed phase. */
  readonly events: Readonly<Record<WorldEvent, number>>;
}

export type WorldEvent =
  | "produce"
  | "transaction"
  | "crash"
  | "stall"
  | "rebalance"
  | "grow"
  | "retention"
  | "compact"
  | "stop"
  | "flush"
  | "calm";

export function scenarioOf(seed: number): Scenario {
  const dice = new Dice(seed);
  const sometimes = (most: number): number => (dice.chance(0.5) ? dice.between(1, most) : 0);
  const rate = (most: number): number => (dice.chance(0.4) ? dice.within(0, most) : 0);
  const sessionTimeoutMs = dice.between(200, 600);
  return {
    seed,
    processes: dice.between(1, 3),
    partitions: dice.between(1, 3),
    durationMs: dice.between(1500, 4000),
    sessionTimeoutMs,
    batchRecords: dice.between(1, 12),
    latencyMs: dice.pick([0, 1, 5]),
    markerDelayMs: dice.pick([0, 0, 3, 40]),
    from: dice.chance(0.15) ? "latest" : "earliest",
    learner: { miniBatch: dice.between(2, 6), warmup: dice.between(4, 20) },
    commit: {
      interval: dice.between(10, 150),
      points: dice.pick([3, 10, 1000]),
      bytes: dice.pick([1000, 1_000_000]),
    },
    alerts: { anomalies: seed % 4 !== 0, drift: seed % 6 !== 0 },
    snapshotsEvery: dice.between(1, 12),
    checkpointEvery: dice.between(1, 8),
    flushAfter: dice.chance(0.3) ? dice.between(100, 500) : null,
    sizes: { part: dice.between(150, 900), send: dice.between(900, 2500) },
    sliceMs: dice.pick([0, 20]),
    faults: {
      delay: rate(0.15),
      delayMs: dice.pick([10, sessionTimeoutMs, 3 * sessionTimeoutMs]),
      retriable: rate(0.04),
      fatal: rate(0.01),
      lose: rate(0.04),
      crash: rate(0.015),
      stall: rate(0.05),
    },
    events: {
      produce: dice.between(5, 30),
      transaction: sometimes(10),
      crash: sometimes(3),
      stall: sometimes(4),
      rebalance: sometimes(3),
      grow: sometimes(2),
      retention: sometimes(3),
      compact: sometimes(5),
      stop: sometimes(2),
      flush: sometimes(3),
      calm: sometimes(2),
    },
  };
}
