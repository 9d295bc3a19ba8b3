import type { Broker } from "../../broker/broker.js";
import { Features } from "../../format/features/features.js";
import { mixtureOf } from "../../format/mixture-of.js";
import { snapshotSchema } from "../../format/records.js";
import { appTopics } from "../../pipeline/topics.js";
import { CliError } from "../errors.js";
import type { Model } from "../model-file.js";

/**
 * The newest mixture that an app has published.
 *
 * @throws CliError when there is none.
 */
export async function newestModel(broker: Broker, app: string, input: string): Promise<Model> {
  const { model: topic } = appTopics(app, input);
  if (!(await broker.admin.partitionCounts([topic])).has(topic))
    throw new CliError(`there is no topic "${topic}" in this cluster, or no right to see it`, {
      remedy: `Has ${app} ever run here? A replay makes it: mixtide replay --app ${app}.`,
    });
  let newest: Uint8Array | null = null;
  for await (const records of broker.readToEnd({ topic, partition: 0 })) newest = records.at(-1)?.value ?? newest;
  if (newest === null) throw new CliError(`${app} has published no mixture yet`, { remedy: "It is still warming up." });
  const record = snapshotSchema.parse(JSON.parse(Buffer.from(newest).toString("utf8")));
  const features = new Features(record.features);
  return { record, mixture: mixtureOf(record).mixture, features, history: [record], name: app };
}
