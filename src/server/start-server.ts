import { createServer, type Server, type ServerOptions } from "node:http";
import type { AddressInfo } from "node:net";
import { getRequestListener } from "@hono/node-server";
import type { Hono } from "hono";
import type { ViewPorts } from "./api/view-ports.js";
import { Connections } from "./connections.js";
import { type AppView, createApp } from "./create-app.js";
import { LIMITS, type Limits } from "./limits.js";
import { listenErrorOf } from "./listen-error.js";
import { PAGE_FOLDER, readPageAssets } from "./page/page-assets.js";
import type { ServerPorts } from "./ports.js";
import { Broadcast } from "./viewers/broadcast.js";

export interface StartOptions {
  /** 0 = any free one. */
  readonly port: number;
  /** Default 127.0.0.1: this machine only. */
  readonly host?: string;
  /** Bearer token that everything but the bare probes and the empty page asks for. Default: none. */
  readonly token?: string | undefined;
  /** Mounts more routes, behind token and limits. */
  readonly routes?: (app: Hono) => void;
  /** The dashboard and its API. Default: none. */
  readonly view?: ViewPorts | undefined;
  /** Where the page was built. Default: beside this program. */
  readonly pageFolder?: string;
  /** Public names under which the dashboard and its API may be asked for, beside addresses and names without dots. */
  readonly names?: readonly string[] | undefined;
  readonly limits?: Partial<Limits>;
}

export interface RunningServer {
  readonly url: string;
  /** Stops listening; answers under way get half a second to end. */
  close(): Promise<void>;
}

/**
 * Serves `/livez`, `/readyz`, `/metrics` and, where there is something to view, the dashboard and its API. A server
 * that fails later says so to `ports.trouble` and nobody else: the stream does not depend on it.
 *
 * @throws ListenError when the port is taken, or the host is not this machine's; says which setting to change.
 * @example
 * const server = await startServer({ port: 8080 }, telemetry);
 * server.url; // "http://127.0.0.1:8080"
 */
export async function startServer(options: StartOptions, ports: ServerPorts): Promise<RunningServer> {
  const { port, host = "127.0.0.1", token, routes } = options;
  const limits = { ...LIMITS, ...options.limits };
  const view = viewOf(options, limits, ports);
  const app = createApp(ports, { token, routes, view, limits });
  const listener = getRequestListener(app.fetch, { hostname: host });
  const server = createServer(serverOptions(limits), listener);
  server.timeout = limits.silenceMs;
  server.maxRequestsPerSocket = limits.requestsPerConnection;
  const connections = new Connections(server, limits.connections);
  await listen(server, host, port);
  server.on("error", (error) => ports.trouble(error));
  let closed: Promise<void> | undefined;
  return {
    url: urlOf(server, host),
    close() {
      view?.broadcast.close();
      closed ??= close(server, connections, limits.closeMs);
      return closed;
    },
  };
}

function viewOf(options: StartOptions, limits: Limits, { trouble }: ServerPorts): AppView | undefined {
  const { view, pageFolder = PAGE_FOLDER, names = [] } = options;
  if (view === undefined) return undefined;
  const broadcast = new Broadcast(view.frames, { ...limits, trouble });
  return { ports: view, broadcast, assets: readPageAssets(pageFolder), names };
}

function serverOptions(limits: Limits): ServerOptions {
  return {
    maxHeaderSize: limits.headerBytes,
    headersTimeout: limits.headersMs,
    requestTimeout: limits.requestMs,
    keepAliveTimeout: limits.keepAliveMs,
    connectionsCheckingInterval: limits.checkMs,
  };
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const refused = (error: NodeJS.ErrnoException): void => reject(listenErrorOf(error, host, port));
    server.once("error", refused);
    server.listen({ host, port }, () => {
      server.off("error", refused);
      resolve();
    });
  });
}

function urlOf(server: Server, host: string): string {
  const { port } = server.address() as AddressInfo;
  return `http://${host.includes(":") ? `[${host}]` : host}:${port}`;
}

function close(server: Server, connections: Connections, graceMs: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => connections.closeAll(), graceMs);
    server.close(() => {
      clearTimeout(timer);
      resolve();
    });
    connections.closeIdle();
  });
}
