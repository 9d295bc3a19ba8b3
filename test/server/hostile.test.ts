import { once } from "node:events";
import type { Socket } from "node:net";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { afterEach, describe, expect, it } from "vitest";
import type { Limits } from "../../src/server/limits.js";
import type { RunningServer } from "../../src/server/start-server.js";
import { ask, closed, open, pending, raw, serve } from "./support.js";

let server: RunningServer;
const started = async (...options: Parameters<typeof serve>): Promise<RunningServer> => {
  server = await serve(...options);
  return server;
};

/** Whatever was done to the server, it still answers the others. */
afterEach(async () => {
  expect((await ask(server, "/livez")).status).toBe(200);
});

/** Nobody is thrown out for being slow, unless a test says otherwise. */
const patient = { headersMs: 600_000, requestMs: 600_000, keepAliveMs: 600_000, silenceMs: 600_000, checkMs: 20 };

describe("requests too large", () => {
  it("headers: 431", async () => {
    await started();
    expect((await ask(server, "/livez", { headers: { "x-large": "x".repeat(20_000) } })).status).toBe(431);
    const many = Object.fromEntries(Array.from({ length: 1500 }, (_, i) => [`x-${i}`, "some value"]));
    expect((await ask(server, "/livez", { headers: many })).status).toBe(431);
  });

  it("address: 414, or 431 when it is beyond all bounds", async () => {
    await started();
    expect((await ask(server, `/livez?${"x".repeat(3000)}`)).status).toBe(414);
    // Who goes on sending after the answer may meet a closed door before reading it.
    const answer = ask(server, `/${"x".repeat(100_000)}`).then(
      ({ status }) => status,
      ({ code }: NodeJS.ErrnoException) => code,
    );
    expect([431, "ECONNRESET", "EPIPE"]).toContain(await answer);
    expect((await ask(server, "/livez")).status).toBe(200);
  });

  it.each<[string, Record<string, string>]>([
    ["announced", { "content-length": "1000000" }],
    ["in chunks", { "transfer-encoding": "chunked" }],
  ])("body %s: 413", async (_, headers) => {
    await started();
    const body = Buffer.alloc(1_000_000, "x");
    expect((await ask(server, "/metrics", { method: "POST", headers, body })).status).toBe(413);
  });

  it("a body without end is cut off", async () => {
    await started();
    const socket = await open(server);
    socket.write("POST /metrics HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n");
    const piece = `10000\r\n${"x".repeat(65_536)}\r\n`;
    const flow = (): void => {
      while (!socket.destroyed && socket.write(piece));
    };
    socket.on("drain", flow).resume();
    flow();
    await closed(socket);
    expect(socket.bytesWritten).toBeLessThan(100_000_000);
  });
});

describe("requests that make no sense", () => {
  it.each(["POST", "PUT", "DELETE", "PATCH", "OPTIONS"])("%s: 405, and what is allowed", async (method) => {
    await started();
    for (const path of ["/livez", "/readyz", "/metrics"]) {
      const answer = await ask(server, path, { method });
      expect(answer.status).toBe(405);
      expect(answer.headers.allow).toBe("GET, HEAD");
    }
  });

  it.each(["TRACE", "PROPFIND"])("%s is refused", async (method) => {
    await started();
    expect((await ask(server, "/metrics", { method })).status).toBeGreaterThanOrEqual(400);
  });

  it("HEAD is GET without a body", async () => {
    await started();
    const { status, body, headers } = await ask(server, "/metrics", { method: "HEAD" });
    expect([status, body]).toEqual([200, ""]);
    expect(headers["content-type"]).toMatch(/^text\/plain/);
  });

  it.each([
    "/../../etc/passwd",
    "/%2e%2e/%2e%2e/etc/passwd",
    "/..%2f..%2fetc%2fpasswd",
    "/metrics/../../x",
    "/metrics%00",
    "/%",
    "/%ff%fe",
    "//example.org/metrics/x",
    "http://example.org/x",
    "/metrics;/x",
    "/metrics\\..\\x",
    "*",
  ])("path %s leads nowhere", async (path) => {
    await started();
    const { status, body } = await ask(server, path);
    expect([400, 404]).toContain(status);
    expect(body).not.toContain("mixtide_");
  });

  it.each([
    ["no HTTP at all", "\u0016\u0003\u0001\u0002\u0000\r\n\r\n"],
    ["no host", "GET /metrics HTTP/1.1\r\n\r\n"],
    ["a host that is none", "GET /metrics HTTP/1.1\r\nHost: a b\r\nConnection: close\r\n\r\n"],
    ["two lengths", "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab"],
    [
      "length and chunks",
      "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    ],
    ["a broken header", "GET /metrics HTTP/1.1\r\nHost: x\r\nBad Header\r\n\r\n"],
  ])("%s: 400, and the connection is closed", async (_, bytes) => {
    await started();
    expect(await raw(server, bytes)).toMatch(/^HTTP\/1\.1 400 /);
  });
});

describe("many connections", () => {
  const limits = { ...patient, connections: 64 };

  it("500 that say nothing keep nobody out", { retry: 2 }, async () => {
    await started({ limits });
    const delay = monitorEventLoopDelay({ resolution: 5 });
    delay.enable();
    const sockets = await Promise.all(Array.from({ length: 500 }, () => open(server)));
    expect((await ask(server, "/metrics")).status).toBe(200);
    delay.disable();
    expect(delay.max / 1e6).toBeLessThan(500);
    await until(() => sockets.filter(({ closed }) => !closed).length <= limits.connections, sockets);
  });

  it("500 that begin a request and never end it neither", async () => {
    await started({ limits });
    const sockets = await Promise.all(Array.from({ length: 500 }, () => open(server)));
    for (const socket of sockets) socket.write("GET /metrics HTTP/1.1\r\nHost: x\r\nX-Slow: ");
    expect((await ask(server, "/metrics")).status).toBe(200);
  });

  it("those at work are not thrown out for new ones", async () => {
    const [working, answered] = [pending<void>(), pending<string>()];
    const metrics = () => {
      working.resolve();
      return answered.promise;
    };
    await started({ limits: { ...patient, connections: 2 } }, { metrics });
    const answer = ask(server, "/metrics");
    await working.promise;
    const idle = await Promise.all(Array.from({ length: 10 }, () => open(server)));
    await until(() => idle.filter(({ closed }) => !closed).length <= 1, idle);
    answered.resolve("late 1\n");
    expect((await answer).body).toBe("late 1\n");
  });

  it("one that has its answer makes room again", async () => {
    await started({ limits: { ...patient, connections: 1 } });
    const used = await open(server);
    used.write("GET /livez HTTP/1.1\r\nHost: x\r\n\r\n");
    await once(used, "data");
    expect((await ask(server, "/livez")).status).toBe(200);
    await closed(used);
  });

  it("an idle one of long ago goes before one just used", async () => {
    await started({ limits: { ...patient, connections: 2 } });
    const [used, old] = [await open(server), await open(server)];
    used.write("GET /livez HTTP/1.1\r\nHost: x\r\n\r\n");
    await once(used, "data");
    await open(server);
    await closed(old);
    expect(used.closed).toBe(false);
  });
});

describe("slow clients", { timeout: 4000 }, () => {
  it.each<[string, string, Partial<Limits>]>([
    ["says nothing", "", { headersMs: 100 }],
    ["never ends its headers", "GET /livez HTTP/1.1\r\nHost: x\r\nX-Slow: a", { headersMs: 100 }],
    [
      "never ends its body",
      "POST /metrics HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n",
      { headersMs: 100, requestMs: 100 },
    ],
    ["says nothing after its request", "GET /livez HTTP/1.1\r\nHost: x\r\n\r\n", { keepAliveMs: 100 }],
  ])("one that %s is thrown out", async (_, bytes, limits) => {
    await started({ limits: { ...patient, ...limits } });
    const socket = await open(server);
    socket.write(bytes);
    await closed(socket);
  });

  it("one that drips its headers is thrown out, however often it drips", async () => {
    await started({ limits: { ...patient, headersMs: 100 } });
    const socket = await open(server);
    socket.write("GET /livez HTTP/1.1\r\nHost: x\r\nX-Slow: ");
    const drip = setInterval(() => socket.write("a"), 10);
    await closed(socket);
    clearInterval(drip);
  });

  it("one that does not read its answer is thrown out", async () => {
    const large = "x".repeat(20_000_000);
    await started({ limits: { ...patient, silenceMs: 300, connections: 1 } }, { metrics: async () => large });
    const socket = await open(server);
    socket.write("GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n");
    await once(socket, "data");
    socket.pause();
    await expect(ask(server, "/livez")).rejects.toThrow(); // the only place is taken
    let status = 0;
    while (status === 0)
      status = await ask(server, "/livez").then(
        ({ status }) => status,
        () => 0,
      );
    expect(status).toBe(200);
  });
});

/** Waits for a condition on sockets, looked at again whenever one of them closes. */
function until(holds: () => boolean, sockets: readonly Socket[]): Promise<void> {
  return new Promise((resolve) => {
    const look = (): void => {
      if (holds()) resolve();
    };
    for (const socket of sockets) socket.resume().once("close", look);
    look();
  });
}
