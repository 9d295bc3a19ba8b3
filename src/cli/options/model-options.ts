import type { Command } from "commander";
import type { PriorKind } from "../../statistics/prior.js";
import { oneOf, seed } from "./values.js";

/** Options about the mixture that batch and stream have in common. */
export interface ModelOptions {
  readonly prior?: PriorKind;
  readonly mode?: "soft" | "hard";
  readonly seed?: number;
}

const PRIORS = ["default", "mclust", "none"] as const satisfies readonly PriorKind[];

export function addModelOptions(command: Command): Command {
  return command
    .option("--prior <prior>", "what keeps covariances from collapsing: default, mclust or none", oneOf(PRIORS))
    .option("--mode <mode>", "soft: EM; hard: every point belongs to one component", oneOf(["soft", "hard"]))
    .option("--seed <number>", "same seed, same result (default: 1)", seed);
}
