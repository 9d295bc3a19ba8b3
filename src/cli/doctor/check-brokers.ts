import { BrokerError } from "../../broker/errors.js";
import type { KafkaOptions } from "../../broker/kafka/kafka-options.js";
import type { LoadedConfig } from "../../config/load-config.js";
import type { Context } from "../context.js";
import { CliError } from "../errors.js";
import { explainFailure, probeRemedy } from "../kafka/broker-failure.js";
import { probe } from "../kafka/probe.js";
import { type Check, failed, ok } from "./check.js";

/** Long enough for a broker that is there. */
const ANSWER_MS = 5000;

/** Looks at every broker by itself: its port, then whether it lets us in. */
export async function checkBrokers(loaded: LoadedConfig, options: KafkaOptions, context: Context): Promise<Check[]> {
  const looks = await Promise.all(options.brokers.map((broker) => checkBroker(broker, loaded, options, context)));
  const clusters = new Set(looks.flatMap(({ clusterId }) => clusterId ?? []));
  const checks = looks.map(({ check }) => check);
  if (clusters.size > 1)
    checks.push(failed("brokers", `they are of ${clusters.size} clusters`, "kafka.brokers must name one cluster."));
  return checks;
}

async function checkBroker(
  broker: string,
  loaded: LoadedConfig,
  options: KafkaOptions,
  context: Context,
): Promise<{ readonly check: Check; readonly clusterId?: string }> {
  const name = `broker ${broker}`;
  const began = performance.now();
  const client = await context.connect({ ...options, brokers: [broker] });
  try {
    const clusterId = await Promise.race([client.clusterId(), silence(broker)]);
    const ms = Math.round(performance.now() - began);
    return { check: ok(name, `answers in ${ms} ms, cluster ${clusterId}`), clusterId };
  } catch (error) {
    return { check: await diagnosis(name, broker, error, loaded, options) };
  } finally {
    client.close().catch(() => undefined);
  }
}

async function diagnosis(
  name: string,
  broker: string,
  error: unknown,
  loaded: LoadedConfig,
  options: KafkaOptions,
): Promise<Check> {
  if (error instanceof BrokerError && error.retriable) {
    const seen = await probe(broker, options.ssl);
    return failed(name, error.message, probeRemedy(broker, seen, options.sasl !== undefined));
  }
  const explained = await explainFailure(error, loaded, options);
  if (explained instanceof CliError) return failed(name, explained.message, explained.remedy);
  throw error;
}

function silence(broker: string): Promise<never> {
  return new Promise((_, reject) => {
    const late = (): void => reject(new BrokerError(`${broker} does not answer`, { retriable: true }));
    setTimeout(late, ANSWER_MS).unref();
  });
}
