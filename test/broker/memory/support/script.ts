import type { Fault, FaultPoint, Faults } from "../../../../src/broker/memory/faults.js";

/** A fault script that answers the calls of one name and phase with these faults in turn, and keeps what it saw. */
export function script(name: FaultPoint["name"], phase: FaultPoint["phase"], ...answers: (Fault | undefined)[]) {
  const seen: FaultPoint[] = [];
  const faults: Faults = (point) => {
    if (point.name !== name) return undefined;
    seen.push(point);
    return point.phase === phase ? answers.shift() : undefined;
  };
  return { faults, seen };
}
