import type { Assembly } from "../../config/assemble.js";
import { restore } from "../../pipeline/task/restore.js";
import type { RestoredTask } from "../../pipeline/task/task-state.js";
import { appTopics, groupOf, TASK_ALL } from "../../pipeline/topics.js";
import type { Cluster } from "./with-cluster.js";

/**
 * The state that a run would go on from, checked as a run would, without becoming its owner.
 *
 * @returns undefined when there is none yet.
 * @throws StateError when it is lost, damaged, newer, or made by or for something else; BrokerError.
 */
export async function storedTask(
  { broker, clusterId }: Pick<Cluster, "broker" | "clusterId">,
  { app, input, learners }: Assembly,
): Promise<RestoredTask | undefined> {
  const topics = appTopics(app, input);
  if (!(await broker.admin.partitionCounts([topics.state])).has(topics.state)) return undefined;
  const context = { app, task: TASK_ALL, group: groupOf(app), topics, broker, learners, replay: undefined };
  return await restore(context, { clusterId, deadLetterPartitions: 1 });
}
