import { Dice } from "../simulation/dice.js";
import { SESSION_TIMEOUT_MS } from "./app-config.js";

/** Whom a fault hits: the member that works, or whoever the dice choose among the others. */
export interface Victim {
  readonly active: boolean;
  /** In [0, 1). */
  readonly choice: number;
}

/** Something that goes wrong. A `moment` in [0, 1) is one within the victim's next commit; without it: now. */
export type Fault =
  | { readonly kind: "kill"; readonly victim: Victim; readonly moment?: number }
  | { readonly kind: "stall"; readonly victim: Victim; readonly moment?: number; readonly ms: number }
  | { readonly kind: "stop"; readonly victim: Victim }
  /** The member that works is killed, and whoever follows is stalled within its first commit. */
  | { readonly kind: "ambush"; readonly moment: number; readonly ms: number }
  | { readonly kind: "broker-kill"; readonly node: number; readonly ms: number }
  | { readonly kind: "broker-pause"; readonly node: number; readonly ms: number }
  /** Connections are reset. */
  | { readonly kind: "cut"; readonly node: number }
  /** Requests arrive, their answers do not: then connections are reset. */
  | { readonly kind: "lose-answers"; readonly node: number; readonly ms: number }
  | { readonly kind: "delay"; readonly node: number; readonly ms: number; readonly byMs: number }
  /** Nothing is forwarded for a while, and then everything. */
  | { readonly kind: "freeze"; readonly node: number; readonly ms: number }
  | { readonly kind: "refuse"; readonly node: number; readonly ms: number }
  /** The input gets another partition. */
  | { readonly kind: "grow" };

export type FaultKind = Fault["kind"];

/** A fault and its time, in ms since the beginning. */
export interface Planned {
  readonly atMs: number;
  readonly fault: Fault;
}

/** How often a minute. */
const RATES: Readonly<Record<FaultKind, number>> = {
  kill: 2.6,
  stall: 2.4,
  ambush: 0.5,
  stop: 0.6,
  "broker-kill": 0.6,
  "broker-pause": 0.3,
  cut: 1.5,
  "lose-answers": 1.5,
  delay: 0.5,
  freeze: 0.4,
  refuse: 0.3,
  grow: 0.3,
};

/** Three brokers fail more often: there are two others. */
const ROLLING: Partial<typeof RATES> = { "broker-kill": 1.2, "broker-pause": 0.5 };

const MOST_GROWTHS = 5;

/** Everything that will go wrong, decided by the seed alone. */
export function planFaults(seed: number, minutes: number, nodes: number): Planned[] {
  const durationMs = minutes * 60_000;
  const rates = nodes > 1 ? { ...RATES, ...ROLLING } : RATES;
  const planned = Object.entries(rates).flatMap(([kind, rate], index) => {
    const dice = new Dice(seed + index / 64);
    const wanted = Math.max(1, Math.round(rate * minutes));
    const count = kind === "grow" ? Math.min(MOST_GROWTHS, wanted) : wanted;
    const slot = durationMs / count;
    return Array.from({ length: count }, (_, i) => ({
      atMs: Math.round((i + dice.within(0, 1)) * slot),
      fault: DRAWS[kind as FaultKind](dice, nodes),
    }));
  });
  return planned.sort((a, b) => a.atMs - b.atMs);
}

const victim = (dice: Dice): Victim => ({ active: dice.chance(0.7), choice: dice.within(0, 1) });
const moment = (dice: Dice) => (dice.chance(0.75) ? { moment: dice.within(0, 1) } : {});
const node = (dice: Dice, nodes: number): number => dice.between(0, nodes - 1);
/** Two in three of them are expelled. */
const stallMs = (dice: Dice): number => Math.round(dice.skewed(0.5 * SESSION_TIMEOUT_MS, 3 * SESSION_TIMEOUT_MS));
const skewed = (dice: Dice, low: number, high: number): number => Math.round(dice.skewed(low, high));

const DRAWS: Readonly<Record<FaultKind, (dice: Dice, nodes: number) => Fault>> = {
  kill: (dice) => ({ kind: "kill", victim: victim(dice), ...moment(dice) }),
  stall: (dice) => ({ kind: "stall", victim: victim(dice), ...moment(dice), ms: stallMs(dice) }),
  ambush: (dice) => ({ kind: "ambush", moment: dice.chance(0.5) ? 0 : dice.within(0, 1), ms: stallMs(dice) }),
  stop: (dice) => ({ kind: "stop", victim: victim(dice) }),
  "broker-kill": (dice, nodes) => ({ kind: "broker-kill", node: node(dice, nodes), ms: skewed(dice, 200, 6000) }),
  "broker-pause": (dice, nodes) => ({ kind: "broker-pause", node: node(dice, nodes), ms: skewed(dice, 500, 12_000) }),
  cut: (dice, nodes) => ({ kind: "cut", node: node(dice, nodes) }),
  "lose-answers": (dice, nodes) => ({ kind: "lose-answers", node: node(dice, nodes), ms: skewed(dice, 5, 3000) }),
  delay: (dice, nodes) => {
    const byMs = skewed(dice, 5, 300);
    return { kind: "delay", node: node(dice, nodes), byMs, ms: skewed(dice, 1000, 10_000) };
  },
  freeze: (dice, nodes) => ({ kind: "freeze", node: node(dice, nodes), ms: skewed(dice, 500, 10_000) }),
  refuse: (dice, nodes) => ({ kind: "refuse", node: node(dice, nodes), ms: skewed(dice, 500, 5000) }),
  grow: () => ({ kind: "grow" }),
};
