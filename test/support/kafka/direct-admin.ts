import { setTimeout as sleep } from "node:timers/promises";
import { type Admin, Kafka, logLevel } from "kafkajs";

/** Runs some administration over a connection of its own, which fails at once instead of trying again. */
export async function withAdmin<T>(brokers: readonly string[], work: (admin: Admin) => Promise<T>): Promise<T> {
  const admin = new Kafka({
    clientId: "test-support",
    brokers: [...brokers],
    logLevel: logLevel.NOTHING,
    connectionTimeout: 1000,
    requestTimeout: 5000,
    retry: { retries: 0 },
  }).admin();
  try {
    await admin.connect();
    return await work(admin);
  } finally {
    await admin.disconnect().catch(() => undefined);
  }
}

/** Resolves once the broker at the address knows of so many live brokers, itself among them. */
export async function untilBrokerSees(address: string, nodes: number, deadline: AbortSignal): Promise<void> {
  for (;;) {
    const seen = await withAdmin([address], (admin) => admin.describeCluster()).then(
      (cluster) => cluster.brokers,
      () => [],
    );
    const itself = seen.some((broker) => `${broker.host}:${broker.port}` === address);
    if (itself && seen.length >= nodes) return;
    deadline.throwIfAborted();
    await sleep(100);
  }
}
