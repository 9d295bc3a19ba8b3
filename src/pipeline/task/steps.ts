import { splitSection, tombstones } from "../state/parts.js";
import { accept } from "./accept.js";
import { commitAppends } from "./commit.js";
import type { TaskSteps } from "./context.js";
import { fence } from "./fence.js";
import { growOutputs } from "./partitions.js";
import { restore } from "./restore.js";

/** The steps of a task as they are in production. */
export const TASK_STEPS: TaskSteps = {
  fence,
  restore,
  growOutputs,
  accept,
  commit: commitAppends,
  sections: { split: splitSection, forget: tombstones },
  rejoinFirst: true,
};
