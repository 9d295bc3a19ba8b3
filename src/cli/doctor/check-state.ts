import type { Broker } from "../../broker/broker.js";
import type { Assembly } from "../../config/assemble.js";
import { StateError } from "../../learning/state-error.js";
import { storedTask } from "../kafka/stored-task.js";
import type { Cluster } from "../kafka/with-cluster.js";
import { grouped, plural } from "../terminal/numbers.js";
import { type Check, failed, note, ok } from "./check.js";

/** Whether the state can be read and gone on with, and how far behind the input it is. */
export async function checkState(cluster: Cluster, parts: Assembly, path: string): Promise<Check[]> {
  try {
    const restored = await storedTask(cluster, parts);
    if (restored === undefined) return [ok("state", "none yet: the first run makes it")];
    const { accepted, learner, unit } = restored.state;
    const state = ok("state", `unit ${grouped(unit)}, ${plural(learner.points, "point")}`);
    return [state, ...(await checkPositions(cluster.broker, parts.input, accepted))];
  } catch (error) {
    if (!(error instanceof StateError)) throw error;
    const remedy = `\`mixtide state import ${path} FILE\` brings a saved one back, \`mixtide state reset ${path}\` begins anew.`;
    return [failed("state", error.message, remedy)];
  }
}

async function checkPositions(broker: Broker, topic: string, positions: ReadonlyMap<number, number>): Promise<Check[]> {
  const checks: Check[] = [];
  let lag = 0;
  for (const [partition, position] of positions) {
    const { start, end } = await broker.admin.bounds({ topic, partition });
    lag += Math.max(0, end - position);
    const where = `${topic}/${partition}`;
    if (position < start) checks.push(overtaken(where, start - position));
    if (position > end) checks.push(recreated(where, position, end));
  }
  return [...checks, lag === 0 ? ok("lag", "none") : note("lag", `${plural(lag, "offset")} behind the input`)];
}

function overtaken(where: string, offsets: number): Check {
  return failed(
    "retention",
    `${where}: ${plural(offsets, "offset")} went before they were learned`,
    "Set `retention: skip` to go on without them, and give the topic a longer retention.",
  );
}

function recreated(where: string, position: number, end: number): Check {
  return failed(
    "positions",
    `${where} ends at ${grouped(end)}, but was learned up to ${grouped(position)}`,
    "The topic was made anew, or lost records: `mixtide state reset`, or another app name.",
  );
}
