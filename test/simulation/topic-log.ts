import type { InspectedRecord } from "../../src/broker/memory/log/inspect.js";
import { APP, type World } from "./world.js";

/** What readers of an app's topic see: its committed records. */
export function committedRecords(world: World, name: string, partition = 0): InspectedRecord[] {
  return world.cluster.inspect(`${APP}.${name}`, partition).records.filter(({ fate }) => fate === "committed");
}
