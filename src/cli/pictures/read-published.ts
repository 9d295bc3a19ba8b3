import type { Broker } from "../../broker/broker.js";
import type { Config } from "../../config/config-schema.js";
import { loadConfig } from "../../config/load-config.js";
import { createDecoder } from "../../format/create-decoder.js";
import { PointLayout } from "../../format/point-layout.js";
import type { PointBatch } from "../../mixture/point-batch.js";
import { decodeRecords } from "../../pipeline/task/decode-records.js";
import { appTopics } from "../../pipeline/topics.js";
import { decodeLabels } from "../../readers/decode-labels.js";
import type { Context } from "../context.js";
import { interruptible } from "../interruptible.js";
import { lastRecords } from "../kafka/last-records.js";
import { inputPartitions } from "../kafka/missing-topic.js";
import { withCluster } from "../kafka/with-cluster.js";
import type { Model } from "../model-file.js";
import { newestModel, publishedModel } from "../replay/newest-model.js";
import { plural } from "../terminal/numbers.js";
import { type LabelColumns, labelColumns } from "./read-labels.js";

/** Of each kind so many are read at most, the last ones, where nobody says how many. */
export const LAST = { snapshots: 2000, points: 4000, labels: 20_000 } as const;

/** What of a cluster is to be read. */
export interface PublishedOptions {
  /** Name of a replay; absent = the live app itself. */
  readonly app?: string;
  /** Snapshots, points and labels, each; default {@link LAST}. */
  readonly last?: number;
}

/** What an app has published, and what it learned from. */
export interface Published {
  /** The newest mixture, with the snapshots before it. */
  readonly model: Model;
  /** Points of the input topic, in the model's features. */
  readonly points: PointBatch;
  readonly labels: LabelColumns;
  readonly title: string;
}

/**
 * Reads the topics of an app, or of a replay of it; joins no group, commits nothing.
 *
 * @param path of the live app's configuration.
 * @throws CliError when nothing was published yet, ConfigError, Interrupted, and what the cluster refuses.
 */
export async function readPublished(path: string, options: PublishedOptions, context: Context): Promise<Published> {
  const loaded = loadConfig({ path, environment: context.env });
  const { config } = loaded;
  const { app = config.app, last } = options;
  const topics = appTopics(app, config.source.topic);
  return await withCluster(loaded, context, async ({ broker }) => {
    const read = async (): Promise<Published> => {
      const model = await publishedModel(broker, app, topics.snapshots, last ?? LAST.snapshots);
      const points = await lastPoints(broker, config, model, last ?? LAST.points, context);
      const labels = await lastLabels(broker, topics.labels, last ?? LAST.labels, context);
      return { model, points, labels, title: app };
    };
    return await interruptible(read(), context.signal);
  });
}

/** The newest mixture of a live app. @throws as {@link readPublished}. */
export async function readNewest(path: string, context: Context): Promise<Model> {
  const loaded = loadConfig({ path, environment: context.env });
  const { app, source } = loaded.config;
  return await withCluster(loaded, context, ({ broker }) =>
    interruptible(newestModel(broker, app, source.topic), context.signal),
  );
}

/** About so many of the last points of the input, in the features of a model: those of a replay may be others. */
async function lastPoints(
  broker: Broker,
  config: Config,
  model: Model,
  most: number,
  context: Context,
): Promise<PointBatch> {
  const { source } = config;
  const { topic } = source;
  const layout = new PointLayout({ features: model.features.specs, columns: source.columns });
  const decoder = createDecoder(layout, source);
  const { dimensions } = model.features;
  const partitions = await inputPartitions(broker.admin, topic);
  const values: number[] = [];
  let left = 0;
  for (let partition = 0; partition < partitions; partition++) {
    const records = await lastRecords(broker, { topic, partition }, Math.ceil(most / partitions));
    const { points, rejected } = decodeRecords(decoder, { topic, partition, dimensions }, records);
    const batch = points.points();
    for (const value of batch.values.subarray(0, batch.count * dimensions)) values.push(value);
    left += rejected.length;
  }
  if (left > 0)
    context.messages.warn(
      `${plural(left, "record")} of ${topic} could not be read and ${left === 1 ? "was" : "were"} left out.`,
    );
  return { count: values.length / dimensions, dimensions, values: Float64Array.from(values) };
}

/** The last labels, in the order in which their points were learned but for points of the same mini-batch. */
async function lastLabels(broker: Broker, topic: string, most: number, context: Context): Promise<LabelColumns> {
  const partitions = (await broker.admin.partitionCounts([topic])).get(topic) ?? 0;
  const found: ReturnType<typeof decodeLabels> = [];
  for (let partition = 0; partition < partitions; partition++) {
    const records = await lastRecords(broker, { topic, partition }, Math.ceil(most / partitions));
    try {
      for (const { value } of records) found.push(...decodeLabels(value));
    } catch {
      context.messages.warn(`${topic} holds labels that are not in JSON: the anomaly scores are left out.`);
      return labelColumns([]);
    }
  }
  // The version grows with the stream, whatever partition a point came from.
  return labelColumns(found.sort((a, b) => a.version - b.version).slice(-most));
}
