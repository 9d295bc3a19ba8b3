import type { Broker } from "../../src/broker/broker.js";
import { withAdmin } from "../../test/support/kafka/direct-admin.js";
import { JsonProcess } from "../json-process.js";
import { peerEnvironment } from "../peers/environment.js";
import type { PipelineContestant } from "./contestants.js";
import { type Pace, type Progress, paceOf } from "./progress.js";
import { PARTITIONS, type Trial } from "./trial.js";

/**
 * Lets a contestant take all points of a topic.
 *
 * @throws Error when it fails, or when there are not as many labels as points.
 */
export async function runTrial(broker: Broker, contestant: PipelineContestant, trial: Trial): Promise<Pace> {
  const topics = contestant.topics(trial);
  await broker.admin.createTopics([{ topic: topics[0], partitions: PARTITIONS, cleanup: "delete" }]);
  try {
    const progress = await follow(new JsonProcess(contestant.command(trial), peerEnvironment()));
    const labels = await countLabels(broker, topics[0], trial, contestant.rowBytes);
    if (labels !== trial.count)
      throw new Error(`${contestant.implementation} wrote ${labels} labels for ${trial.count} points`);
    return paceOf(progress);
  } finally {
    await withAdmin(trial.brokers, (admin) => admin.deleteTopics({ topics: [...topics] })).catch(() => undefined);
  }
}

async function follow(child: JsonProcess): Promise<Progress[]> {
  try {
    const begun = (await child.next<Omit<Progress, "committed">>())!;
    const progress: Progress[] = [{ ...begun, committed: 0 }];
    for (let next = await child.next<Progress>(); next !== undefined; next = await child.next<Progress>())
      progress.push(next);
    return progress;
  } finally {
    child.kill();
  }
}

async function countLabels(broker: Broker, topic: string, { format }: Trial, rowBytes: number): Promise<number> {
  let labels = 0;
  for (let partition = 0; partition < PARTITIONS; partition++)
    for await (const records of broker.readToEnd({ topic, partition }))
      for (const { value } of records) labels += format === "json" ? 1 : (value?.length ?? 0) / rowBytes;
  return labels;
}
