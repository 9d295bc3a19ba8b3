import type { TestProject } from "vitest/node";
import { canBreakBrokers, sharedBroker } from "./shared-broker.js";

declare module "vitest" {
  interface ProvidedContext {
    kafkaBrokers: readonly string[];
    jvmKafka: boolean;
  }
}

/** Starts the broker that the integration tests share, and gives back what stops it. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const broker = await sharedBroker(process.env);
  project.provide("kafkaBrokers", broker?.brokers ?? []);
  project.provide("jvmKafka", await canBreakBrokers(process.env));
  return async () => broker?.stop();
}
