import type { Broker } from "../../broker/broker.js";
import { Features } from "../../format/features/features.js";
import { mixtureOf } from "../../format/mixture-of.js";
import { snapshotSchema } from "../../format/records.js";
import { appTopics } from "../../pipeline/topics.js";
import { CliError } from "../errors.js";
import { lastRecords } from "../kafka/last-records.js";
import type { Model } from "../model-file.js";

/**
 * The newest mixture that an app has published.
 *
 * @throws CliError when there is none.
 */
export async function newestModel(broker: Broker, app: string, input: string): Promise<Model> {
  return await publishedModel(broker, app, appTopics(app, input).model, 1);
}

/**
 * The newest mixture in a topic of snapshots, with those before it.
 *
 * @param most snapshots at most.
 * @throws CliError when there is none.
 */
export async function publishedModel(broker: Broker, app: string, topic: string, most: number): Promise<Model> {
  if (!(await broker.admin.partitionCounts([topic])).has(topic))
    throw new CliError(`there is no topic "${topic}" in this cluster, or no right to see it`, {
      remedy: `Has ${app} ever run here? A replay makes it: mixtide replay --app ${app}.`,
    });
  const records = await lastRecords(broker, { topic, partition: 0 }, most);
  const history = records.map(({ value }) => snapshotSchema.parse(JSON.parse(Buffer.from(value).toString("utf8"))));
  const record = history.at(-1);
  if (record === undefined)
    throw new CliError(`${app} has published no mixture yet`, { remedy: "It is still warming up." });
  return { record, mixture: mixtureOf(record).mixture, features: new Features(record.features), history, name: app };
}
