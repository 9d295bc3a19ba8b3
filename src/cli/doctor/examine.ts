import { BrokerError } from "../../broker/errors.js";
import { assemble } from "../../config/assemble.js";
import { kafkaOptionsOf } from "../../config/kafka-options-of.js";
import type { LoadedConfig } from "../../config/load-config.js";
import { appTopics } from "../../pipeline/topics.js";
import type { Context } from "../context.js";
import { CliError, Interrupted } from "../errors.js";
import { type Cluster, secretsOf, withCluster } from "../kafka/with-cluster.js";
import { type Check, failed, ok, skip } from "./check.js";
import { checkBrokers } from "./check-brokers.js";
import { checkRecords } from "./check-records.js";
import { checkRights } from "./check-rights.js";
import { checkState } from "./check-state.js";
import { topicChecks } from "./check-topics.js";

/** Node 20.19 is the oldest that the package supports. */
const NODE = [20, 19] as const;

/** Looks at everything that a run depends on, one thing after the other; what fails does not end it. */
export async function* examine(path: string, loaded: LoadedConfig, context: Context): AsyncGenerator<Check> {
  yield nodeCheck(process.versions.node);
  yield ok("configuration", `${path} is valid`);
  const options = kafkaOptionsOf(loaded);
  context.messages.hide(secretsOf(options));
  const brokers = await checkBrokers(loaded, options, context);
  yield* brokers;
  if (!brokers.some(({ result }) => result === "ok")) {
    yield skip("topics, rights, records, state", "no broker answers");
    return;
  }
  yield* await withCluster(loaded, context, (cluster) => inside(path, loaded, cluster));
}

async function inside(path: string, loaded: LoadedConfig, cluster: Cluster): Promise<Check[]> {
  const { broker } = cluster;
  const checks: Check[] = [];
  const parts = assemble(loaded.config);
  let existing: ReadonlySet<string> = new Set();
  await attempt("topics", checks, async () => {
    const looked = await topicChecks(broker, loaded.config, path);
    existing = looked.existing;
    return looked.checks;
  });
  await attempt("rights", checks, () => checkRights(broker, loaded, existing));
  if (existing.has(parts.input)) await attempt("records", checks, () => checkRecords(broker, parts));
  if (existing.has(appTopics(parts.app, parts.input).state))
    await attempt("state", checks, () => checkState(cluster, parts, path));
  return checks;
}

/** A look that cannot be finished is a finding, not the end. */
async function attempt(name: string, checks: Check[], look: () => Promise<Check[]>): Promise<void> {
  try {
    checks.push(...(await look()));
  } catch (error) {
    if (error instanceof Interrupted) throw error;
    if (error instanceof CliError) checks.push(failed(name, error.message, error.remedy));
    else if (error instanceof BrokerError) checks.push(failed(name, error.message));
    else throw error;
  }
}

/** @param version as `process.versions.node`. */
export function nodeCheck(version: string): Check {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const recent = major > NODE[0] || (major === NODE[0] && minor >= NODE[1]);
  if (recent) return ok("node", version);
  return failed("node", `${version} is too old`, `Install Node ${NODE.join(".")} or newer.`);
}
