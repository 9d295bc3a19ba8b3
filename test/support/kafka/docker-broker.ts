import { GenericContainer, getContainerRuntimeClient, Wait } from "testcontainers";
import { untilBrokerSees } from "./direct-admin.js";
import { freePorts } from "./free-port.js";
import { testSettings } from "./server-properties.js";
import type { BrokerWay, SharedBroker } from "./shared-broker.js";

const IMAGE = "apache/kafka:4.3.1";
const START_TIMEOUT_MS = 120_000;

/** As for the broker without a container: see jvm-node.ts. */
const JVM = { KAFKA_HEAP_OPTS: "-Xmx768m", JAVA_TOOL_OPTIONS: "-XX:TieredStopAtLevel=1" };

/** A broker in a container, where a Docker engine answers. */
export const dockerWay: BrokerWay = {
  obstacle: () =>
    getContainerRuntimeClient().then(
      () => undefined,
      (error: Error) => `no Docker engine answers (${error.message.split("\n")[0]})`,
    ),
  start: startContainer,
};

/** The host port is chosen beforehand, because the broker must be told at its start what to tell its clients. */
async function startContainer(): Promise<SharedBroker> {
  const { host } = (await getContainerRuntimeClient()).info.containerRuntime;
  const port = (await freePorts(1))[0]!;
  const container = await new GenericContainer(IMAGE)
    .withExposedPorts({ container: 9092, host: port })
    .withEnvironment({ ...JVM, ...environment({ ...testSettings(1), ...listeners(`${host}:${port}`) }) })
    // Only that it speaks: the broker itself is asked below, and asking for its ports takes a shell in the container.
    .withWaitStrategy(Wait.forLogMessage(/./))
    .withStartupTimeout(START_TIMEOUT_MS)
    .start();
  try {
    await untilBrokerSees(`${host}:${port}`, 1, AbortSignal.timeout(START_TIMEOUT_MS));
  } catch (error) {
    await container.stop();
    throw error;
  }
  return { brokers: [`${host}:${port}`], stop: async () => void (await container.stop()) };
}

function listeners(advertised: string): Record<string, string> {
  return {
    "process.roles": "broker,controller",
    "node.id": "1",
    "controller.quorum.voters": "1@localhost:9094",
    "controller.listener.names": "CONTROLLER",
    listeners: "CLIENT://:9092,INTERNAL://localhost:9093,CONTROLLER://localhost:9094",
    "advertised.listeners": `CLIENT://${advertised},INTERNAL://localhost:9093`,
    "inter.broker.listener.name": "INTERNAL",
    "listener.security.protocol.map": "CLIENT:PLAINTEXT,INTERNAL:PLAINTEXT,CONTROLLER:PLAINTEXT",
    "broker.session.timeout.ms": "9000",
  };
}

/** The image reads `some.key` from `KAFKA_SOME_KEY`. */
function environment(settings: Readonly<Record<string, string>>): Record<string, string> {
  const entries = Object.entries(settings);
  return Object.fromEntries(entries.map(([key, value]) => [`KAFKA_${key.replaceAll(".", "_").toUpperCase()}`, value]));
}
