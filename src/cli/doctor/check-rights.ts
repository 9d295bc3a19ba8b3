import type { Broker } from "../../broker/broker.js";
import { AuthorizationError } from "../../broker/errors.js";
import type { LoadedConfig } from "../../config/load-config.js";
import { appTopics, groupOf } from "../../pipeline/topics.js";
import { grantCommand, rightsOf } from "../kafka/rights.js";
import { type Check, failed, ok, skip } from "./check.js";

/**
 * Tries the rights that can be tried without leaving a trace. A transactional id of its own stands for that of the
 * pipeline, whose writer it would fence.
 *
 * @param existing names of the topics that are there.
 */
export async function checkRights(
  broker: Broker,
  { config }: LoadedConfig,
  existing: ReadonlySet<string>,
): Promise<Check[]> {
  const { app, source } = config;
  const topics = appTopics(app, source.topic);
  const group = groupOf(app);
  const readable = [topics.input, topics.state, topics.journal].filter((topic) => existing.has(topic));
  const attempts: [string, () => Promise<unknown>][] = [
    ...readable.map((topic): [string, () => Promise<unknown>] => [`read ${topic}`, () => readOne(broker, topic)]),
    [`group ${group}`, () => broker.admin.groupPositions(group, topics.input)],
    [`transactional id ${app}-…`, () => initialise(broker, `${app}-doctor`)],
  ];
  const checks: Check[] = [];
  for (const [name, attempt] of attempts) checks.push(await tried(name, attempt));
  if (checks.some(({ result }) => result === "failed")) checks.push(grants(config));
  return [...checks, skip("write", "rights to write show only when something is written")];
}

async function tried(what: string, attempt: () => Promise<unknown>): Promise<Check> {
  const name = `right: ${what}`;
  try {
    await attempt();
    return ok(name, "granted");
  } catch (error) {
    if (error instanceof AuthorizationError) return failed(name, error.message);
    return failed(name, error instanceof Error ? error.message : String(error));
  }
}

async function readOne(broker: Broker, topic: string): Promise<void> {
  for await (const records of broker.readToEnd({ topic, partition: 0 })) if (records.length > 0) break;
}

async function initialise(broker: Broker, transactionalId: string): Promise<void> {
  const writer = await broker.writer(transactionalId);
  await writer.close();
}

function grants({ app, kafka, source }: LoadedConfig["config"]): Check {
  const user = kafka?.sasl?.username ?? "NAME";
  const commands = rightsOf(app, source.topic).map((right) => grantCommand(right, user, kafka?.brokers[0] ?? ""));
  return failed("rights", "some are missing", commands.join("\n"));
}
