import { randomBytes } from "node:crypto";
import { mkdir, mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePorts } from "./free-port.js";
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
import { type NodePorts, serverProperties } from "./server-properties.js";
import { startProxy, type TcpProxy } from "./tcp-proxy.js";
import { startWatchdog, type Watchdog } from "./watchdog.js";

/** What cluster to start. */
export interface JvmClusterOptions {
  /** Three form a quorum with replication 3 and min.insync.replicas 2. */
  readonly nodes: 1 | 3;
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
  const stop = async (): Promise<void> => {
    await Promise.all(proxies.map((proxy) => proxy.close()));
    await Promise.all(nodes.map((node) => node.kill()));
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
    };
    nodes.push(...(await Promise.all(ports.map((_, index) => formatNode(plan, index)))));
    await Promise.all(nodes.map((node) => node.start(nodes.length)));
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
}

async function formatNode(plan: ClusterPlan, index: number): Promise<KafkaNode> {
  const { classPath, clusterId, options, watchdog } = plan;
  const home = join(plan.folder, `node-${index}`);
  await mkdir(home);
  const properties = join(home, "server.properties");
  await writeFile(properties, propertiesOf(plan, index, join(home, "log")));
  const users = options.security ? scramArguments(options.security) : [];
  const format = ["kafka.tools.StorageTool", "format", "-t", clusterId, "-c", properties, ...users];
  await runCommand(JAVA, ["-XX:TieredStopAtLevel=1", "-cp", classPath, ...format]);
  return jvmNode({
    classPath,
    properties,
    outputFile: join(home, "output.txt"),
    address: `127.0.0.1:${plan.ports[index]!.internal}`,
    heapMb: options.heapMb ?? 768,
    watchdog,
  });
}

function propertiesOf({ options, ports, keyStore }: ClusterPlan, index: number, logFolder: string): string {
  const { sasl, ssl, saslSsl } = ports[index]!;
  const { security } = options;
  return serverProperties({
    index,
    nodes: ports,
    logFolder,
    extra: security ? secureListeners([sasl, ssl, saslSsl]) : [],
    settings: { ...(security ? securitySettings(security, keyStore) : {}), ...options.settings },
  });
}
