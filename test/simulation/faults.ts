import { BrokerError } from "../../src/broker/errors.js";
import type { Fault, FaultPoint, Faults } from "../../src/broker/memory/faults.js";
import type { Dice } from "./dice.js";
import type { FaultRates } from "./scenario.js";

/** What a fault does to the process itself, beside what the call sees. */
export interface FaultEffects {
  /** Whether faults happen now at all. */
  disturbed(): boolean;
  crashed(): void;
  stalled(): void;
}

/** Draws a fault, or none, before and after every call of a process. */
export function randomFaults(dice: Dice, rates: FaultRates, effects: FaultEffects): Faults {
  return (point) => {
    if (!effects.disturbed()) return undefined;
    if (dice.chance(rates.stall)) effects.stalled();
    return crash(dice, rates, effects) ?? mishap(dice, rates, point);
  };
}

function crash(dice: Dice, rates: FaultRates, effects: FaultEffects): Fault | undefined {
  if (!dice.chance(rates.crash)) return undefined;
  effects.crashed();
  return { crash: true };
}

function mishap(dice: Dice, rates: FaultRates, { name, phase }: FaultPoint): Fault | undefined {
  const delay = dice.chance(rates.delay) ? { delayMs: Math.round(dice.skewed(1, rates.delayMs)) } : {};
  const where = `${name}, ${phase}`;
  if (dice.chance(rates.lose)) return { ...delay, loseReply: true };
  if (dice.chance(rates.retriable))
    return { ...delay, error: new BrokerError(`simulated hiccup: ${where}`, { retriable: true }) };
  if (dice.chance(rates.fatal)) return { ...delay, error: new BrokerError(`simulated failure: ${where}`) };
  return "delayMs" in delay ? delay : undefined;
}
