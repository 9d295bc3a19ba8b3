import { once } from "node:events";
import { createServer } from "node:net";
import { performance } from "node:perf_hooks";
import { describe, expect, it, onTestFinished } from "vitest";
import { ListenError } from "../../src/server/listen-error.js";
import { httpSettings } from "../../src/server/settings.js";
import { startServer } from "../../src/server/start-server.js";
import { ask, closed, open, PORTS, pending, serve } from "./support.js";

describe("where it listens", () => {
  it("on this machine only, unless told otherwise", async () => {
    expect((await serve()).url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect((await serve({ host: "0.0.0.0" })).url).toMatch(/^http:\/\/0\.0\.0\.0:\d+$/);
    expect(httpSettings.parse({ port: 8080 }).host).toBe("127.0.0.1");
  });

  it("on IPv6 where asked", async () => {
    const server = await serve({ host: "::1" });
    expect(server.url).toMatch(/^http:\/\/\[::1\]:\d+$/);
    expect((await ask(server, "/livez")).status).toBe(200);
  });

  it("a port that is taken: says which, and what to do", async () => {
    const other = createServer().listen(0, "127.0.0.1");
    onTestFinished(() => void other.close());
    await once(other, "listening");
    const { port } = other.address() as { port: number };
    const error = await startServer({ port }, PORTS).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(ListenError);
    expect(error).toMatchObject({ message: expect.stringContaining(`port ${port}`) });
    expect(error).toMatchObject({ message: expect.stringContaining("http.port") });
  });

  it.each(["192.0.2.1", "no-such-host.invalid"])("address %s that is not ours: says which setting", async (host) => {
    await expect(startServer({ port: 0, host }, PORTS)).rejects.toThrow(/http\.host/);
  });
});

describe("close", () => {
  it("ends within a second although clients hold their connections", { retry: 2 }, async () => {
    const server = await serve({ limits: { closeMs: 10_000 } });
    const idle = await open(server);
    const kept = await open(server);
    const half = await open(server);
    kept.write("GET /livez HTTP/1.1\r\nHost: x\r\n\r\n");
    half.write("GET /livez HTTP/1.1\r\nHost: x\r\n");
    await once(kept, "data");
    const start = performance.now();
    await server.close();
    expect(performance.now() - start).toBeLessThan(1000);
    for (const socket of [idle, kept, half]) await closed(socket);
    await expect(ask(server, "/livez")).rejects.toThrow(/ECONNREFUSED/);
  });

  it("lets an answer under way end", async () => {
    const asked = pending<void>();
    const answered = pending<string>();
    const metrics = () => {
      asked.resolve();
      return answered.promise;
    };
    const server = await serve({ limits: { closeMs: 10_000 } }, { metrics });
    const answer = ask(server, "/metrics");
    await asked.promise;
    const closing = server.close();
    answered.resolve("the end 1\n");
    expect((await answer).body).toBe("the end 1\n");
    await closing;
  });

  it("does not wait for an answer that never ends", async () => {
    const asked = pending<void>();
    const metrics = () => {
      asked.resolve();
      return new Promise<string>(() => undefined);
    };
    const server = await serve({ limits: { closeMs: 50 } }, { metrics });
    const lost = expect(ask(server, "/metrics")).rejects.toThrow(/hang up|ECONNRESET/);
    await asked.promise;
    await server.close();
    await lost;
  });

  it("may be asked for twice", async () => {
    const server = await serve();
    await Promise.all([server.close(), server.close()]);
  });
});

describe("settings", () => {
  it.each([{ port: -1 }, { port: 70_000 }, { port: 8080, host: "" }, { port: 8080, token: "short" }])(
    "%j is refused",
    (settings) => expect(httpSettings.safeParse(settings).success).toBe(false),
  );

  it.each(["with spaces in the middle", 'quotes"and-more-quotes', "näive-token-of-length"])(
    "token %s cannot be sent as a header",
    (token) => expect(httpSettings.safeParse({ port: 8080, token }).success).toBe(false),
  );
});
