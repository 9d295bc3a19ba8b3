import { once } from "node:events";
import { type IncomingHttpHeaders, request } from "node:http";
import { connect, type Socket } from "node:net";
import { expect, onTestFinished } from "vitest";
import type { ServerPorts } from "../../src/server/ports.js";
import { type RunningServer, type StartOptions, startServer } from "../../src/server/start-server.js";

export const TOKEN = "a-token-of-some-length";

export const REASONS = { checks: { task: { ok: true, why: "working" } } };

export const PORTS: ServerPorts = {
  health: () => ({ live: true, ready: true, ...REASONS }),
  metrics: async () => "# TYPE mixtide_ready gauge\nmixtide_ready 1\n",
  trouble: (error) => onTestFinished(() => expect.unreachable(`trouble: ${String(error)}`)),
};

/** A server on a free port that ends with the test. */
export async function serve(
  options: Partial<StartOptions> = {},
  ports: Partial<ServerPorts> = {},
): Promise<RunningServer> {
  const server = await startServer({ port: 0, ...options }, { ...PORTS, ...ports });
  onTestFinished(() => server.close());
  return server;
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface Asked {
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string | Buffer;
}

/** One request on a connection of its own, its path sent as it is: `fetch` would tidy it up. */
export function ask(server: RunningServer, path: string, asked: Asked = {}): Promise<Answer> {
  const { hostname, port } = new URL(server.url);
  const { method = "GET", headers = {}, body } = asked;
  return new Promise((resolve, reject) => {
    const req = request(
      { host: hostname.replace(/[[\]]/g, ""), port, path, method, headers, agent: false },
      (response) => {
        let text = "";
        response.setEncoding("utf8").on("data", (piece) => {
          text += piece;
        });
        response.on("end", () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }));
      },
    );
    req.on("error", reject).end(body);
  });
}

/** A bare connection. */
export async function open(server: RunningServer): Promise<Socket> {
  const { hostname, port } = new URL(server.url);
  const socket = connect({ host: hostname, port: Number(port) });
  socket.on("error", () => undefined); // being thrown out is what some tests wait for
  onTestFinished(() => void socket.destroy());
  await once(socket, "connect");
  return socket;
}

/** Sends bytes as they are and reads until the server closes. */
export async function raw(server: RunningServer, bytes: string): Promise<string> {
  const socket = await open(server);
  let answer = "";
  socket.setEncoding("utf8").on("data", (piece) => {
    answer += piece;
  });
  socket.write(bytes);
  await closed(socket);
  return answer;
}

/** Resolves once a connection is closed, however rudely. */
export function closed(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    if (socket.closed) resolve();
    else socket.resume().once("close", () => resolve());
  });
}

/** A promise, and what settles it. */
export function pending<T>(): { readonly promise: Promise<T>; readonly resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => undefined;
  const promise = new Promise<T>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}
