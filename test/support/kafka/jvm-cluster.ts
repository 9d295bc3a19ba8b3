import { randomBytes } from "node:crypto";
import { mkdir, mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CONTROLLER_LOGGER, untilFenced } from "./controller-log.js";
import { untilBrokerSees } from "./direct-admin.js";
import { freePorts, untilListening } from "./free-port.js";
import { JAVA, kafkaClassPath } from "./jvm-jars.js";
import { jvmNode, type KafkaNode } from "./jvm-node.js";
import { runCommand } from "./run-command.js";
import {
  type ClusterSecurity,
  makeCertificate,
  type SecureAccess,
  scramArguments,
  secureListeners,
  securitySettings,
} from "./security.js";
import { controllerProperties, type NodePorts, nodeId, serverProperties } from "./server-properties.js";
import { startProxy, type TcpProxy } from "./tcp-proxy.js";
import { startWatchdog, type Watchdog } from "./watchdog.js";

/** What cluster to start. */
export interface JvmClusterOptions {
  /** Three form a quorum with replication 3 and min.insync.replicas 2. */
  readonly nodes: 1 | 3;
  /**
   * `apart`: the controller is a process of its own, which lives on when brokers die, and a broker that was killed comes
   * back only when the controller has fenced it. Default: every node is both. One that is both comes back to metadata in
   * which it still leads, and may then drop the markers of transactions for good (docs/architecture.md).
   */
  readonly controller?: "apart";
  /** Puts a proxy before every broker, whose address is the one that clients are told. */
  readonly proxied?: boolean;
  /** Settings of the brokers beside, or instead of, the quick ones of tests. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Listeners with TLS and SASL beside the plain one, and access rules. */
  readonly security?: ClusterSecurity;
  /** Heap of each broker; default 768. */
  readonly heapMb?: number;
}

/** Brokers of a test's own, which it may break. They die with the process that started them. */
export interface JvmCluster {
  /** What clients bootstrap from. */
  readonly brokers: string[];
  /** The same brokers by a listener without proxies, for a test's own eyes. */
  readonly direct: string[];
  /** In the order of the nodes; none unless `proxied`. */
  readonly proxies: readonly TcpProxy[];
  /** How to come in by the other listeners; undefined unless `security` was asked for. */
  readonly access: SecureAccess | undefined;
  node(index: number): KafkaNode;
  /** Kills what still runs and removes every file. */
  stop(): Promise<void>;
}

/** Starts a cluster of Java processes on ports and in a folder of its own; resolves when all serve. */
export async function startJvmCluster(options: JvmClusterOptions): Promise<JvmCluster> {
  const classPath = await kafkaClassPath();
  const folder = await mkdtemp(join(tmpdir(), "mixtide-kafka-"));
  const watchdog = startWatchdog(folder);
  const proxies: TcpProxy[] = [];
  const nodes: KafkaNode[] = [];
  let controller: KafkaNode | undefined;
  const stop = async (): Promise<void> => {
    await Promise.all(proxies.map((proxy) => proxy.close()));
    await Promise.all([...nodes, controller].map((node) => node?.kill()));
    await watchdog.end();
  };
  try {
    const ports = await layPorts(options, proxies);
    const certificate = options.security && (await makeCertificate(folder));
    const plan = {
      options,
      ports,
      folder,
      classPath,
      clusterId: newClusterId(),
      watchdog,
      keyStore: certificate?.keyStore ?? "",
      apart: options.controller && (await controllerApart(folder)),
    };
    const formatted = ports.map((_, index) => formatBroker(plan, index));
    controller = await formatController(plan);
    nodes.push(...(await Promise.all(formatted)));
    await Promise.all([controller?.start(), ...nodes.map((node) => node.start(nodes.length))]);
    return {
      brokers: addresses(ports, "advertised"),
      direct: addresses(ports, "internal"),
      proxies,
      access: certificate && access(ports, certificate.ca),
      node: (index) => nodes[index]!,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

interface ClusterPorts extends NodePorts {
  readonly sasl: number;
  readonly ssl: number;
  readonly saslSsl: number;
}

async function layPorts(options: JvmClusterOptions, proxies: TcpProxy[]): Promise<ClusterPorts[]> {
  const nodes: ClusterPorts[] = [];
  while (nodes.length < options.nodes) {
    const [controller, internal, client, front, sasl, ssl, saslSsl] = (await freePorts(7)) as PortTuple;
    if (options.proxied) proxies.push(await startProxy({ target: { port: client }, port: front }));
    nodes.push({ controller, internal, client, advertised: options.proxied ? front : client, sasl, ssl, saslSsl });
  }
  return nodes;
}

/** Sixteen bytes, the first small: an id that begins with a dash would be taken for an option. */
function newClusterId(): string {
  const id = randomBytes(16);
  id[0] = 0;
  return id.toString("base64url");
}

type PortTuple = [number, number, number, number, number, number, number];

function addresses(ports: readonly ClusterPorts[], which: keyof ClusterPorts): string[] {
  return ports.map((node) => `127.0.0.1:${node[which]}`);
}

function access(ports: readonly ClusterPorts[], ca: string): SecureAccess {
  return {
    plaintext: addresses(ports, "advertised"),
    sasl: addresses(ports, "sasl"),
    ssl: addresses(ports, "ssl"),
    saslSsl: addresses(ports, "saslSsl"),
    ca,
  };
}

interface ClusterPlan {
  readonly options: JvmClusterOptions;
  readonly ports: readonly ClusterPorts[];
  readonly folder: string;
  readonly classPath: string;
  readonly clusterId: string;
  readonly keyStore: string;
  readonly watchdog: Watchdog;
  readonly apart: ControllerApart | undefined;
}

interface ControllerApart {
  readonly port: number;
  readonly outputFile: string;
}

async function controllerApart(folder: string): Promise<ControllerApart> {
  const [port] = await freePorts(1);
  return { port: port!, outputFile: outputOf(join(folder, CONTROLLER_HOME)) };
}

async function formatBroker(plan: ClusterPlan, index: number): Promise<KafkaNode> {
  const { apart, options, ports } = plan;
  const home = join(plan.folder, `node-${index}`);
  const address = `127.0.0.1:${ports[index]!.internal}`;
  return jvmNode({
    ...(await formatNode(plan, home, propertiesOf(plan, index, join(home, "log")))),
    what: `the broker at ${address}`,
    heapMb: options.heapMb ?? 768,
    serves: (seesNodes, deadline) => untilBrokerSees(address, seesNodes, deadline),
    ...(apart && { mayReturn: (deadline) => untilFenced(apart.outputFile, nodeId(index), deadline) }),
  });
}

async function formatController(plan: ClusterPlan): Promise<KafkaNode | undefined> {
  const { apart, folder, options } = plan;
  if (apart === undefined) return undefined;
  const { port } = apart;
  const home = join(folder, CONTROLLER_HOME);
  const settings = options.settings ?? {};
  const properties = { port, brokers: options.nodes, logFolder: join(home, "log"), settings };
  return jvmNode({
    ...(await formatNode(plan, home, controllerProperties(properties))),
    what: `the controller at 127.0.0.1:${port}`,
    heapMb: CONTROLLER_HEAP_MB,
    logger: CONTROLLER_LOGGER,
    serves: (_, deadline) => untilListening(port, deadline),
  });
}

const CONTROLLER_HOME = "controller";
const CONTROLLER_HEAP_MB = 128;
const outputOf = (home: string): string => join(home, "output.txt");

/** Makes a node's folder and what every process of the cluster is started with. */
async function formatNode({ classPath, clusterId, options, watchdog }: ClusterPlan, home: string, text: string) {
  await mkdir(home);
  const properties = join(home, "server.properties");
  await writeFile(properties, text);
  const users = options.security ? scramArguments(options.security) : [];
  const format = ["kafka.tools.StorageTool", "format", "-t", clusterId, "-c", properties, ...users];
  await runCommand(JAVA, ["-XX:TieredStopAtLevel=1", "-cp", classPath, ...format]);
  return { classPath, properties, outputFile: outputOf(home), watchdog };
}

function propertiesOf({ apart, options, ports, keyStore }: ClusterPlan, index: number, logFolder: string): string {
  const { sasl, ssl, saslSsl } = ports[index]!;
  const { security } = options;
  return serverProperties({
    index,
    nodes: ports,
    apart: apart?.port,
    logFolder,
    extra: security ? secureListeners([sasl, ssl, saslSsl]) : [],
    settings: { ...(security ? securitySettings(security, keyStore) : {}), ...options.settings },
  });
}
