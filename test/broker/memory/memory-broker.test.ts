import { asyncScheduler } from "rxjs";
import type { ConnectOptions, MemoryConnection } from "../../../src/broker/memory/client/memory-connection.js";
import type { ClusterOptions } from "../../../src/broker/memory/cluster-core.js";
import { MemoryCluster } from "../../../src/broker/memory/memory-cluster.js";
import type { BrokerHarness } from "../../contracts/broker/harness.js";
import { describeBrokerContract } from "../../contracts/broker-contract.js";
import { microtasks, VirtualClock } from "./support/virtual-clock.js";

const PATIENCE_MS = 5_000;
const SESSION_TIMEOUT_MS = 500;

describeBrokerContract("memory, real time", async () => realTime({}, {}));
describeBrokerContract("memory, slow network and late control records", async () =>
  realTime({ markerDelayMs: () => 3 }, { latencyMs: 2 }),
);
describeBrokerContract("memory, virtual time", async () => virtualTime());

function realTime(cluster: ClusterOptions, client: Partial<ConnectOptions>): BrokerHarness {
  const pause = () => new Promise<void>((resolve) => void asyncScheduler.schedule(() => resolve(), 1));
  return harness(new MemoryCluster(cluster), client, () => Date.now(), pause);
}

/** Time that passes as soon as nobody has anything left to do. */
function virtualTime(): BrokerHarness {
  const clock = new VirtualClock();
  clock.scheduler.frame = Date.now();
  let isOpen = true;
  const tick = async () => {
    while (isOpen) await clock.advance(1);
  };
  void tick();
  const cluster = new MemoryCluster({ scheduler: clock.scheduler });
  const made = harness(cluster, { latencyMs: 1 }, () => clock.now, microtasks);
  return {
    ...made,
    close: async () => {
      await made.close();
      isOpen = false;
    },
  };
}

function harness(
  cluster: MemoryCluster,
  client: Partial<ConnectOptions>,
  now: () => number,
  pause: () => Promise<void>,
): BrokerHarness {
  const connections: MemoryConnection[] = [];
  let names = 0;
  return {
    connect: async (clientId) => {
      const connection = cluster.connect({ clientId, heartbeatIntervalMs: 5, ...client });
      connections.push(connection);
      return connection;
    },
    unique: (name) => `${name}-${names++}`,
    until: async (condition, what) => {
      const deadline = now() + PATIENCE_MS;
      while (!(await condition())) {
        if (now() > deadline) throw new Error(`waited ${PATIENCE_MS} ms for ${what}`);
        await pause();
      }
    },
    sessionTimeoutMs: SESSION_TIMEOUT_MS,
    close: async () => {
      await Promise.all(connections.map((connection) => connection.close()));
    },
  };
}
