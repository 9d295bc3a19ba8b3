import { recordsOf } from "../../broker/record-columns.js";
import { assemble } from "../../config/assemble.js";
import type { LoadedConfig } from "../../config/load-config.js";
import type { StreamLearner } from "../../pipeline/ports/learner.js";
import { resolvePositions } from "../../pipeline/task/genesis.js";
import { appTopics, topicSpecs } from "../../pipeline/topics.js";
import type { Context } from "../context.js";
import { inputPartitions } from "../kafka/missing-topic.js";
import { type PartitionSample, sampleInput } from "../kafka/sample.js";
import { storedTask } from "../kafka/stored-task.js";
import type { Cluster } from "../kafka/with-cluster.js";
import { scoredWith } from "../scoring.js";
import { drive } from "../slices.js";
import { dryRunLines } from "./dry-run-lines.js";
import type { DryRun } from "./dry-run-report.js";

/** Enough for every default warm-up. */
const RECORDS = 5000;

/** Reads the first records, learns from them and says what a run would write; joins no group and writes nothing. */
export async function dryRun(loaded: LoadedConfig, cluster: Cluster, json: boolean, context: Context): Promise<void> {
  const report = await tryOut(loaded, cluster, context);
  await (json ? context.out.json(report) : context.out.line(dryRunLines(report, context.style).join("\n")));
}

async function tryOut(loaded: LoadedConfig, cluster: Cluster, context: Context): Promise<DryRun> {
  const { broker, clusterId } = cluster;
  const { config } = loaded;
  const parts = assemble(config);
  const { app, input, settings } = parts;
  const count = await inputPartitions(broker.admin, input);
  const topics = appTopics(app, input, settings.alerts);
  const known = await broker.admin.partitionCounts(Object.values(topics));
  const restored = await storedTask(cluster, parts);
  const learner = restored?.state.learner ?? parts.learners.create();
  const positions = restored?.state.accepted ?? (await resolvePositions(broker, input, settings.from));
  const samples = await sampleInput(broker, parts, positions, RECORDS);
  await learn(learner, samples, context);
  const specs = topicSpecs(topics, count, await broker.admin.brokerCount());
  const from = typeof settings.from === "number" ? new Date(settings.from).toISOString() : settings.from;
  return {
    app,
    cluster: clusterId,
    topic: input,
    from: restored === undefined ? from : `the state, unit ${restored.state.unit}`,
    partitions: samples.map(({ partition, from, end, records, points }) => {
      return { partition, from, end, records: records.length, points: points.count };
    }),
    deadLetters: samples.flatMap((sample) =>
      sample.rejected.map(({ error, record }) => {
        return { source: `${input}/${sample.partition}/${record.offset}`, error: error.message };
      }),
    ),
    points: samples.reduce((sum, { points }) => sum + points.count, 0),
    components: learner.mixture?.components ?? null,
    version: learner.version,
    writes: specs.map(({ topic, partitions }) => ({ topic, partitions, exists: known.has(topic) })),
    create: settings.topics.create,
    ...sampleLabel(learner, samples, parts.encoders),
  };
}

/** As a run would, but that it waits for no full warm-up. */
async function learn(learner: StreamLearner, samples: readonly PartitionSample[], context: Context): Promise<void> {
  for (const { points } of samples) if (points.count > 0) await drive(learner.learnInSlices(points.points()), context);
  if (learner.pending > 0) await drive(learner.flushInSlices(), context);
}

function sampleLabel(
  { mixture, version }: StreamLearner,
  samples: readonly PartitionSample[],
  encoders: ReturnType<typeof assemble>["encoders"],
): { label?: unknown } {
  const points = samples.find((sample) => sample.points.count > 0)?.points;
  if (mixture === undefined || points === undefined) return {};
  points.truncate(1);
  const [label] = recordsOf([encoders.labels(scoredWith(mixture, version, points), 0, points)]);
  try {
    return { label: JSON.parse(Buffer.from(label?.value ?? []).toString("utf8")) };
  } catch {
    return {}; // packed: there is nothing to read
  }
}
