import { once } from "node:events";
import type { Socket } from "node:net";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { describe, expect, it } from "vitest";
import type { RunningServer } from "../../src/server/start-server.js";
import { type ServedSimulation, serveSimulated } from "../live/support/serve-simulated.js";
import { ask, closed, open } from "./support.js";

/** Begins to look, and reads until the beginning has come. */
async function look(server: RunningServer, headers = ""): Promise<Socket> {
  const socket = await open(server);
  socket.write(`GET /api/events HTTP/1.1\r\nHost: x\r\n${headers}\r\n`);
  await once(socket, "data");
  return socket;
}

/** What somebody is told who comes to look, and goes again. */
async function statusFor(server: RunningServer): Promise<number> {
  const socket = await open(server);
  socket.write("GET /api/events HTTP/1.1\r\nHost: x\r\n\r\n");
  const [head] = (await once(socket, "data")) as [Buffer];
  socket.destroy();
  return Number(head.toString().slice(9, 12));
}

/** Steps of a stream, with time between them for sockets. */
async function stream({ sim }: ServedSimulation, steps: number, points: number): Promise<void> {
  for (let i = 0; i < steps; i++) {
    sim.step(points);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

const limits = { frameMs: 5, silenceMs: 60_000 };

describe("viewers that do not read", () => {
  it("hold nothing up and hold nothing: frames are not kept for them", { timeout: 30_000, retry: 2 }, async () => {
    const served = await serveSimulated({ limits: { ...limits, viewers: 32 } });
    const { server } = served;
    await stream(served, 5, 5000);
    const viewers = await Promise.all(Array.from({ length: 20 }, () => look(server)));
    for (const viewer of viewers) viewer.pause();
    await stream(served, 10, 5000);
    global.gc?.();
    const before = process.memoryUsage().arrayBuffers;
    const delay = monitorEventLoopDelay({ resolution: 5 });
    delay.enable();
    await stream(served, 60, 5000);
    delay.disable();
    // 60 frames of 200 kB for 20 viewers would be 240 MB.
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(100_000_000);
    expect(delay.max / 1e6).toBeLessThan(500);
    expect((await ask(server, "/api/snapshot")).status).toBe(200);
    expect(served.troubles).toEqual([]);
  });

  it("are thrown out after a while, and make room", { timeout: 30_000 }, async () => {
    const served = await serveSimulated({ limits: { frameMs: 5, silenceMs: 400, viewers: 1 } });
    const { server } = served;
    await stream(served, 30, 5000);
    const viewer = await look(server);
    viewer.pause();
    expect(await statusFor(server)).toBe(503);
    // It is noticed only once it was sent more than the kernel takes in for it.
    while ((await statusFor(server)) === 503) await stream(served, 5, 5000);
    expect(served.troubles).toEqual([]);
  });

  it("one that reads beside them misses nothing", { timeout: 30_000 }, async () => {
    const served = await serveSimulated({ limits });
    const { server } = served;
    for (let i = 0; i < 10; i++) (await look(server)).pause();
    const reader = await look(server);
    let text = "";
    reader.on("data", (piece: Buffer) => {
      text += piece.toString("latin1");
    });
    await stream(served, 20, 300);
    while (!text.includes('"learned":6000,"version":20')) await new Promise((resolve) => setTimeout(resolve, 5));
    const versions = [...text.matchAll(/"snapshots":\[(.*?)\]/g)].flatMap(([, list]) =>
      [...list!.matchAll(/"version":(\d+)/g)].map(([, version]) => Number(version)),
    );
    expect([...new Set(versions)].sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, i) => i + 1));
  });
});

describe("too many viewers", () => {
  it("are told so: 503; the others and the probes are not kept out", async () => {
    const { server, sim } = await serveSimulated({ limits: { ...limits, viewers: 3 } });
    sim.step(10);
    for (let i = 0; i < 3; i++) await look(server);
    const { body, headers, status } = await ask(server, "/api/events");
    expect([status, JSON.parse(body)]).toEqual([503, { error: expect.stringContaining("too many") }]);
    expect(headers["retry-after"]).toBe("10");
    expect((await ask(server, "/livez")).status).toBe(200);
    expect((await ask(server, "/api/snapshot")).status).toBe(200);
  });

  it("a place is free again when one goes away", async () => {
    const { server } = await serveSimulated({ limits: { ...limits, viewers: 1 } });
    const first = await look(server);
    first.destroy();
    while ((await statusFor(server)) === 503);
  });

  it("2,000 that come and go leave nothing behind", { timeout: 60_000 }, async () => {
    const served = await serveSimulated({ limits: { ...limits, connections: 64, viewers: 8 } });
    const { server } = served;
    served.sim.step(500);
    for (let round = 0; round < 20; round++) {
      const sockets = await Promise.all(Array.from({ length: 100 }, () => open(server)));
      for (const socket of sockets) socket.write("GET /api/events HTTP/1.1\r\nHost: x\r\nLast-Event-ID: x-1\r\n\r\n");
      await stream(served, 2, 100);
      for (const socket of sockets) socket.destroy();
    }
    for (;;) {
      const socket = await open(server);
      socket.write("GET /api/events HTTP/1.1\r\nHost: x\r\n\r\n");
      const first = await Promise.race([once(socket, "data"), closed(socket)]);
      if (Array.isArray(first) && String(first[0]).startsWith("HTTP/1.1 200")) break;
    }
    expect((await ask(server, "/livez")).status).toBe(200);
    expect(served.troubles).toEqual([]);
  });

  it("asking for the head alone takes no place", async () => {
    const { server } = await serveSimulated({ limits: { ...limits, viewers: 1 } });
    for (let i = 0; i < 5; i++) {
      const { headers, status } = await ask(server, "/api/events", { method: "HEAD" });
      expect([status, headers["content-type"]]).toEqual([200, "text/event-stream; charset=utf-8"]);
    }
    await look(server);
  });
});

it("a server that closes ends the streams of its viewers within a second", { retry: 2 }, async () => {
  const { server } = await serveSimulated({ limits: { ...limits, closeMs: 10_000 } });
  const viewers = await Promise.all([look(server), look(server)]);
  const start = performance.now();
  await server.close();
  expect(performance.now() - start).toBeLessThan(1000);
  for (const viewer of viewers) await closed(viewer.resume());
});
