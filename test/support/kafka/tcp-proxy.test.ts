import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startProxy, type TcpProxy } from "./tcp-proxy.js";

let server: Server;
let received: string;
let proxy: TcpProxy;

/** A target that gives back what it hears, and remembers it. */
beforeEach(async () => {
  received = "";
  server = createServer({ allowHalfOpen: true }, (socket) => {
    socket.on("data", (bytes) => {
      received += bytes;
      socket.write(bytes);
    });
    socket.on("end", () => socket.end());
    socket.on("error", () => undefined);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  proxy = await startProxy({ target: { port: (server.address() as AddressInfo).port } });
});

afterEach(async () => {
  await proxy.close();
  server.close();
});

async function client(): Promise<Socket> {
  const socket = connect(proxy.port, "127.0.0.1").on("error", () => undefined);
  await once(socket, "connect");
  return socket;
}

/** The next bytes, so many. */
async function hear(socket: Socket, length: number): Promise<string> {
  let heard = "";
  while (heard.length < length) heard += (await once(socket, "data"))[0];
  return heard;
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve));
}

/** The code of the error with which a socket ends. */
async function cut(socket: Socket): Promise<string> {
  const [error] = (await once(socket, "error")) as [NodeJS.ErrnoException];
  return error.code ?? "";
}

describe("a proxy without faults", () => {
  it("carries bytes both ways, unchanged and in order, through many chunks", async () => {
    const socket = await client();
    const sent = Array.from({ length: 300_000 }, (_, i) => `${i};`).join("");
    socket.end(sent);
    expect(await hear(socket, sent.length)).toBe(sent);
    await once(socket, "close");
    await until(() => proxy.connections === 0);
  });

  it("carries the end of one way and leaves the other open", async () => {
    const socket = await client();
    socket.end("last words");
    expect(await hear(socket, 10)).toBe("last words");
    await once(socket, "end");
  });

  it("resets the client when nobody listens at the target", async () => {
    const lonely = await startProxy({ target: { port: 1 } });
    const socket = connect(lonely.port, "127.0.0.1");
    expect(await cut(socket)).toBe("ECONNRESET");
    await lonely.close();
  });
});

describe("cutAll", () => {
  it("resets what is open, on both sides, and lets new connections in", async () => {
    const socket = await client();
    socket.write("a");
    await hear(socket, 1);
    const gone = cut(socket);
    proxy.cutAll();
    expect(await gone).toBe("ECONNRESET");
    await until(() => proxy.connections === 0);

    const next = await client();
    next.write("b");
    expect(await hear(next, 1)).toBe("b");
  });
});

describe("refuse", () => {
  it("refuses new connections, leaves open ones, and listens on the same port again", async () => {
    const socket = await client();
    await proxy.refuse(true);
    expect(await cut(connect(proxy.port, "127.0.0.1"))).toBe("ECONNREFUSED");
    socket.write("still here");
    expect(await hear(socket, 10)).toBe("still here");

    await proxy.refuse(false);
    const next = await client();
    next.write("x");
    expect(await hear(next, 1)).toBe("x");
  });
});

describe("delay", () => {
  it("makes each way late without making it slow", async () => {
    proxy.delay(100);
    const socket = await client();
    const sent = "x".repeat(4_000_000);
    const began = performance.now();
    socket.write(sent);
    await hear(socket, sent.length);
    const took = performance.now() - began;
    expect(took).toBeGreaterThanOrEqual(199);
    // 60 chunks each way, one after the other, would take twelve seconds.
    expect(took).toBeLessThan(6000);
  });
});

describe("stall", () => {
  it("accepts and forwards nothing until it ends, then everything", async () => {
    proxy.stall(true);
    const socket = await client();
    socket.write("patience");
    await sleep(100);
    expect(received).toBe("");
    proxy.stall(false);
    expect(await hear(socket, 8)).toBe("patience");
  });

  it("of answers lets requests through, whose answers a cut then loses", async () => {
    const socket = await client();
    let heard = "";
    socket.on("data", (bytes) => {
      heard += bytes;
    });
    proxy.stall("answers");
    socket.write("commit");
    await until(() => received === "commit");
    const gone = cut(socket);
    proxy.cutAll();
    await gone;
    expect(heard).toBe("");
  });

  it("holds a sender back instead of buffering without bound", async () => {
    proxy.stall(true);
    const socket = await client();
    const mebibyte = Buffer.alloc(1 << 20);
    let taken = 0;
    await new Promise<void>((resolve) => {
      const next = (): void => {
        const stuck = setTimeout(resolve, 500);
        socket.write(mebibyte, (error) => {
          clearTimeout(stuck);
          if (error || ++taken === 100) resolve();
          else next();
        });
      };
      next();
    });
    expect(taken).toBeLessThan(100);
    expect(received).toBe("");
  });
});

describe("limit", () => {
  it("lets so many bytes a second through, and all again at once when lifted", async () => {
    proxy.limit(100_000);
    const socket = await client();
    const began = performance.now();
    socket.write("x".repeat(50_000));
    await hear(socket, 50_000);
    expect(performance.now() - began).toBeGreaterThanOrEqual(400);

    proxy.limit(1);
    socket.write("y".repeat(50_000));
    await hear(socket, 1);
    proxy.limit(Infinity);
    expect(await hear(socket, 49_990)).toContain("y");
  });
});
