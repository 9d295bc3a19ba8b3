import type { Broker, SourceOptions } from "../../../../src/broker/broker.js";
import { Recorder } from "../../../contracts/broker/support.js";

/** A recorded member of group `g` that reads topic `points`. */
export function follow(broker: Broker, options: Partial<SourceOptions> = {}, acknowledge = true): Recorder {
  const defaults = { group: "g", topics: ["points"], assignment: "all-to-one", sessionTimeoutMs: 300 } as const;
  return new Recorder(broker, { ...defaults, ...options }, { acknowledge });
}
