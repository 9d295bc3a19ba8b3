import { randomInt } from "node:crypto";
import { connect, createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

/**
 * Below the range that operating systems hand out to outgoing connections, so that nobody's connection takes the port
 * of a broker while it is dead.
 */
const FIRST_PORT = 15_000;
const LAST_PORT = 32_000;

const given = new Set<number>();

/** Ports of 127.0.0.1 on which nobody listens now, each given once only in this process. */
export async function freePorts(count: number): Promise<number[]> {
  const ports: number[] = [];
  while (ports.length < count) {
    const port = randomInt(FIRST_PORT, LAST_PORT);
    if (!given.has(port) && (await isFree(port))) {
      given.add(port);
      ports.push(port);
    }
  }
  return ports;
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}

/** Resolves once somebody listens on a port of 127.0.0.1. */
export async function untilListening(port: number, deadline: AbortSignal): Promise<void> {
  while (!(await isTaken(port))) {
    deadline.throwIfAborted();
    await sleep(50);
  }
}

function isTaken(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("error", () => resolve(false));
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
  });
}
