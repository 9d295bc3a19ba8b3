import type { Broker } from "../../broker/broker.js";
import { BrokerError } from "../../broker/errors.js";
import type { ClientLogEntry, KafkaOptions } from "../../broker/kafka/kafka-options.js";
import { kafkaOptionsOf } from "../../config/kafka-options-of.js";
import type { LoadedConfig } from "../../config/load-config.js";
import type { Context } from "../context.js";
import { interruptible } from "../interruptible.js";
import { explainFailure } from "./broker-failure.js";
import { probe } from "./probe.js";

/** A cluster that answers. */
export interface Cluster {
  readonly broker: Broker;
  readonly clusterId: string;
  readonly options: KafkaOptions;
}

/** A cluster that has not answered for so long is looked at from outside. */
const DOUBT_MS = 1500;
/** And one that looks well gets so much longer: brokers that have just started elect leaders first. */
const PATIENCE_MS = 8000;
const CLOSE_MS = 1000;

/**
 * Connects to the cluster of a configuration, works and closes. What the cluster refuses is explained, and its secrets
 * are kept out of every message.
 *
 * @throws ConfigError, CliError with exit code 4, and whatever else the work throws.
 */
export async function withCluster<T>(
  loaded: LoadedConfig,
  context: Context,
  work: (cluster: Cluster) => Promise<T>,
  log?: (entry: ClientLogEntry) => void,
): Promise<T> {
  const options = { ...kafkaOptionsOf(loaded), ...(log === undefined ? {} : { log }) };
  context.messages.hide(secretsOf(options));
  const broker = await context.connect(options);
  try {
    const clusterId = await interruptible(answer(broker, options), context.signal);
    return await work({ broker, clusterId, options });
  } catch (error) {
    throw await explainFailure(error, loaded, options);
  } finally {
    await within(CLOSE_MS, broker.close());
  }
}

/** What must not be seen. */
export function secretsOf({ sasl }: KafkaOptions): string[] {
  return sasl !== undefined && "password" in sasl ? [sasl.password] : [];
}

/** The client tries for long, which is right for a broker that restarts; a wrong address is better told soon. */
async function answer(broker: Broker, options: KafkaOptions): Promise<string> {
  const { brokers, ssl } = options;
  const answered = broker.clusterId();
  const early = await Promise.race([answered, silence(DOUBT_MS)]);
  if (early !== undefined) return early;
  const failed = async (): Promise<never> => {
    const seen = await Promise.all(brokers.map((address) => probe(address, ssl)));
    if (seen.some(({ state }) => state === "open")) await silence(PATIENCE_MS);
    throw new BrokerError(`no answer from ${brokers.join(", ")}`, { retriable: true });
  };
  return await Promise.race([answered, failed()]);
}

function silence(ms: number): Promise<undefined> {
  return new Promise((resolve) => {
    setTimeout(() => resolve(undefined), ms).unref();
  });
}

async function within(patienceMs: number, work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise((resolve) => {
    timer = setTimeout(resolve, patienceMs);
  });
  await Promise.race([work.catch(() => undefined), late]);
  clearTimeout(timer);
}
