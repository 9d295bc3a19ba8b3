import { inject } from "vitest";

/** Whether there is a broker to test on: `describe.skipIf(!hasKafka())`. */
export function hasKafka(): boolean {
  return inject("kafkaBrokers").length > 0;
}

/** The addresses of the broker that all integration tests share: use topics and groups of your own on it. */
export function kafkaBrokers(): string[] {
  const brokers = inject("kafkaBrokers");
  if (brokers.length === 0) throw new Error("there is no Kafka for the tests: begin with describe.skipIf(!hasKafka())");
  return [...brokers];
}

/** Whether `startJvmCluster` works here: what tests of broken brokers begin with. */
export function hasJvmKafka(): boolean {
  return inject("jvmKafka");
}
