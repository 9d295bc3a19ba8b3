import { availableParallelism } from "node:os";
import { type Assembly, assemble } from "../../config/assemble.js";
import type { Config } from "../../config/config-schema.js";
import { learnersInThread } from "../../threads/learner/learners-in-thread.js";

/**
 * The parts of a pipeline that works on a cluster: its learner has a thread of its own where that is wished, or where
 * nobody says and there is a core for it.
 */
export function compose(config: Config, cores = availableParallelism()): Assembly {
  const parts = assemble(config);
  const wished = config.learnerThread === "auto" ? cores > 1 : config.learnerThread;
  return wished ? { ...parts, learners: learnersInThread(parts.learners) } : parts;
}
