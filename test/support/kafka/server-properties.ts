/** Settings of a broker that make it quick to start, to notice a death, to clean and to elect, in tests. */
const QUICK: Readonly<Record<string, string>> = {
  "auto.create.topics.enable": "false",
  "group.initial.rebalance.delay.ms": "0",
  "group.min.session.timeout.ms": "500",
  "offsets.topic.num.partitions": "5",
  "transaction.state.log.num.partitions": "5",
  "transaction.abort.timed.out.transaction.cleanup.interval.ms": "500",
  "log.cleaner.backoff.ms": "200",
  "log.cleaner.dedupe.buffer.size": "16777216",
  "log.initial.task.delay.ms": "500",
  "log.retention.check.interval.ms": "500",
  "log.segment.delete.delay.ms": "500",
  "broker.heartbeat.interval.ms": "500",
  "broker.session.timeout.ms": "3000",
  "controller.quorum.election.timeout.ms": "1000",
  "controlled.shutdown.enable": "true",
};

/** The ports of one node: what it tells its peers, and what it tells clients. */
export interface NodePorts {
  readonly controller: number;
  /** Between brokers, and for the tests' own eyes: never behind a proxy. */
  readonly internal: number;
  readonly client: number;
  /** What clients are told: the client port, or that of the proxy in front of it. */
  readonly advertised: number;
}

/** A listener beside the plain ones, for example `SASL`, with its settings. */
export interface ExtraListener {
  readonly name: string;
  readonly port: number;
  readonly protocol: "SSL" | "SASL_PLAINTEXT" | "SASL_SSL";
}

/** What makes a node's properties. */
export interface NodePlan {
  /** From 0. */
  readonly index: number;
  readonly nodes: readonly NodePorts[];
  /** Port of a controller that is a process of its own; none: every node is broker and controller in one. */
  readonly apart?: number | undefined;
  readonly logFolder: string;
  readonly extra: readonly ExtraListener[];
  readonly settings: Readonly<Record<string, string>>;
}

/** Of a controller that is a process of its own. */
const CONTROLLER_ID = 100;

/** The text of `server.properties` for one broker, which is a controller as well if there is none apart. */
export function serverProperties(plan: NodePlan): string {
  return propertiesText({
    ...testSettings(plan.nodes.length),
    ...identity(plan),
    ...listeners(plan),
    ...plan.settings,
  });
}

/** What makes the properties of a controller apart. */
export type ControllerPlan = Pick<NodePlan, "logFolder" | "settings"> & {
  readonly port: number;
  /** How many brokers it has. */
  readonly brokers: number;
};

/** The text of `server.properties` for a controller that is a process of its own. */
export function controllerProperties({ brokers, logFolder, port, settings }: ControllerPlan): string {
  return propertiesText({
    ...testSettings(brokers),
    "process.roles": "controller",
    "node.id": String(CONTROLLER_ID),
    "controller.quorum.voters": votersApart(port),
    "log.dirs": logFolder,
    listeners: `CONTROLLER://127.0.0.1:${port}`,
    "listener.security.protocol.map": "CONTROLLER:PLAINTEXT",
    "controller.listener.names": "CONTROLLER",
    ...settings,
  });
}

const votersApart = (port: number): string => `${CONTROLLER_ID}@127.0.0.1:${port}`;

function propertiesText(properties: Readonly<Record<string, string>>): string {
  return Object.entries(properties)
    .map(([key, value]) => `${key}=${value}\n`)
    .join("");
}

/** What any broker for tests is set to, where so many nodes keep copies. */
export function testSettings(nodes: number): Record<string, string> {
  return { ...QUICK, ...replication(nodes) };
}

function replication(nodes: number): Record<string, string> {
  const copies = String(nodes);
  const inSync = String(Math.max(1, nodes - 1));
  return {
    "default.replication.factor": copies,
    "min.insync.replicas": inSync,
    "offsets.topic.replication.factor": copies,
    "transaction.state.log.replication.factor": copies,
    "transaction.state.log.min.isr": inSync,
    "share.coordinator.state.topic.replication.factor": copies,
    "share.coordinator.state.topic.min.isr": inSync,
  };
}

/** The id of the node with an index. */
export const nodeId = (index: number): number => index + 1;

function identity({ apart, index, logFolder, nodes }: NodePlan): Record<string, string> {
  const voters = nodes.map(({ controller }, i) => `${nodeId(i)}@127.0.0.1:${controller}`).join(",");
  return {
    "process.roles": apart === undefined ? "broker,controller" : "broker",
    "node.id": String(nodeId(index)),
    "controller.quorum.voters": apart === undefined ? voters : votersApart(apart),
    "log.dirs": logFolder,
  };
}

function listeners({ apart, index, nodes, extra }: NodePlan): Record<string, string> {
  const own = nodes[index]!;
  const at = (name: string, port: number): string => `${name}://127.0.0.1:${port}`;
  const others = extra.map((listener) => at(listener.name, listener.port));
  const protocols = extra.map((listener) => `${listener.name}:${listener.protocol}`);
  return {
    listeners: [
      ...(apart === undefined ? [at("CONTROLLER", own.controller)] : []),
      at("INTERNAL", own.internal),
      at("CLIENT", own.client),
      ...others,
    ].join(","),
    "advertised.listeners": [at("INTERNAL", own.internal), at("CLIENT", own.advertised), ...others].join(","),
    "listener.security.protocol.map": [
      "CONTROLLER:PLAINTEXT",
      "INTERNAL:PLAINTEXT",
      "CLIENT:PLAINTEXT",
      ...protocols,
    ].join(","),
    "controller.listener.names": "CONTROLLER",
    "inter.broker.listener.name": "INTERNAL",
  };
}
