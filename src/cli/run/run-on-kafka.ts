import { hostname } from "node:os";
import type { Broker } from "../../broker/broker.js";
import type { Assembly } from "../../config/assemble.js";
import type { Config } from "../../config/config-schema.js";
import { httpTokenOf } from "../../config/http-token.js";
import { kafkaOptionsOf } from "../../config/kafka-options-of.js";
import type { LoadedConfig } from "../../config/load-config.js";
import { appTopics } from "../../pipeline/topics.js";
import { startServer } from "../../server/start-server.js";
import { createTelemetry, type Telemetry } from "../../telemetry/telemetry.js";
import type { Context } from "../context.js";
import { CliError, Interrupted } from "../errors.js";
import { compose } from "../kafka/compose.js";
import { inputPartitions } from "../kafka/missing-topic.js";
import { type Cluster, secretsOf, withCluster } from "../kafka/with-cluster.js";
import { createLiveView, type LiveView } from "../serve/live-view.js";
import { recallSnapshots } from "../serve/recall-snapshots.js";
import { dryRun } from "./dry-run.js";
import { FirstRecords } from "./first-records.js";
import { kafkaConfig } from "./kafka-config.js";
import { runUntilStopped } from "./live-pipeline.js";
import { Progress } from "./progress.js";
import type { RunOptions } from "./run-options.js";

/**
 * Learns from a Kafka topic until it is asked to stop.
 *
 * @param path configuration.
 * @throws ConfigError, CliError, and what the pipeline refuses; Interrupted when it could not finish its open unit.
 */
export async function runOnKafka(path: string, options: RunOptions, context: Context): Promise<void> {
  const loaded = kafkaConfig(path, options, context.env);
  if (options.dryRun) {
    const json = options.json === true;
    return await withCluster(loaded, context, (cluster) => dryRun(loaded, cluster, json, context));
  }
  const token = httpTokenOf(loaded);
  const telemetry = telemetryOf(loaded, token, context);
  try {
    await withCluster(
      loaded,
      context,
      (cluster) => live(path, loaded, token, cluster, telemetry, context),
      telemetry.log,
    );
  } finally {
    telemetry.close();
  }
}

async function live(
  path: string,
  loaded: LoadedConfig,
  token: string | undefined,
  cluster: Cluster,
  telemetry: Telemetry,
  context: Context,
): Promise<void> {
  const { config } = loaded;
  const parts = compose(config);
  await checkTopics(path, loaded, cluster);
  announce(loaded, parts, cluster, telemetry);
  const { http } = config;
  const view = http && viewOf(config, parts, telemetry, context);
  const server = http && (await startServer({ ...http, token, view: view?.ports }, telemetry));
  try {
    const { broker, options } = cluster;
    if (server !== undefined) telemetry.tell({ level: "info", message: "dashboard", details: { url: server.url } });
    if (view !== undefined) await recall(broker, parts, view, telemetry);
    const client = `${options.clientId}@${hostname()}:${process.pid}`;
    const sessionTimeoutMs = config.kafka?.sessionTimeout;
    const session = sessionTimeoutMs === undefined ? {} : { sessionTimeoutMs };
    const pipeline = { ...parts, broker, client, ...session, onlooker: view?.onlooker };
    const follow = watcher(path, parts, telemetry, view, context);
    const finished = await runUntilStopped(pipeline, context.signal, (event) => {
      follow(event);
      // Whoever stood by has missed what the one before it has published.
      if (event.type === "restored" && view !== undefined) void recall(broker, parts, view, telemetry);
    });
    context.messages.clear();
    if (!finished)
      throw new Interrupted("interrupted before the open unit was committed: whoever is next does it again");
  } catch (error) {
    telemetry.failed(error);
    view?.failed(error);
    throw error;
  } finally {
    await server?.close();
  }
}

function viewOf(config: Config, parts: Assembly, { trouble }: Telemetry, { messages }: Context): LiveView {
  return createLiveView({ config, parts, redact: (text) => messages.masked(text), trouble });
}

/** What others have published; whoever looks can do without, when it cannot be read. */
async function recall(broker: Broker, { app, input }: Assembly, view: LiveView, { trouble }: Telemetry): Promise<void> {
  await recallSnapshots(broker, appTopics(app, input).snapshots, view).catch(trouble);
}

/** Everything that follows the events of the pipeline. */
function watcher(
  path: string,
  { input }: Assembly,
  telemetry: Telemetry,
  view: LiveView | undefined,
  { messages }: Context,
) {
  const progress = new Progress(messages);
  const first = new FirstRecords(input);
  return (event: Parameters<Telemetry["take"]>[0]): void => {
    telemetry.take(event);
    view?.take(event);
    progress.take(event);
    const bad = first.take(event);
    if (bad === undefined) return;
    telemetry.tell({
      level: "error",
      message: "not one record could be read as a point: they all went to the dead letters",
      details: { ...bad, remedy: `compare features and source.format with the records: \`mixtide doctor ${path}\`` },
    });
  };
}

/** @throws CliError when a topic is missing. */
async function checkTopics(path: string, { config }: LoadedConfig, { broker }: Cluster): Promise<void> {
  await inputPartitions(broker.admin, config.source.topic);
  if (config.topics.create) return;
  const names = Object.values(appTopics(config.app, config.source.topic, config.alerts));
  const known = await broker.admin.partitionCounts(names);
  const missing = names.filter((name) => !known.has(name));
  if (missing.length > 0)
    throw new CliError(`missing topics: ${missing.join(", ")}`, {
      remedy: `Create them with \`mixtide topics create ${path}\`, or set topics.create to true.`,
    });
}

function announce(
  { config }: LoadedConfig,
  parts: Assembly,
  { clusterId, options }: Cluster,
  telemetry: Telemetry,
): void {
  const { app, source } = config;
  const from = typeof source.from === "number" ? new Date(source.from).toISOString() : source.from;
  const features = parts.features.specs.map(({ path }) => path);
  const { labels } = appTopics(app, source.topic);
  telemetry.tell({
    level: "info",
    message: "learning",
    details: { app, topic: source.topic, from, labels, features, brokers: options.brokers, cluster: clusterId },
  });
}

function telemetryOf(loaded: LoadedConfig, token: string | undefined, { messages }: Context): Telemetry {
  const { config, provenance } = loaded;
  // Whoever sits in front of it would rather read a line than an object.
  const chosen = provenance.get("log.format")?.from !== "default";
  const settings = { ...config.log, format: messages.live && !chosen ? ("text" as const) : config.log.format };
  const secrets = [...secretsOf(kafkaOptionsOf(loaded)), ...(token === undefined ? [] : [token])];
  const destination = { write: (text: string) => messages.line(text.replace(/\n$/, "")) };
  return createTelemetry({ settings, destination, secrets });
}
