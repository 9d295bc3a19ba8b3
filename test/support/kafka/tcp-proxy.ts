import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { type Direction, LinkFaults } from "./link-faults.js";

/** How many chunks (of up to 64 kB) may be under way on a connection before the sender is held back. */
const CHUNKS_UNDER_WAY = 64;

/** A TCP proxy that can be told to misbehave. */
export interface TcpProxy {
  /** Where it listens, on 127.0.0.1. */
  readonly port: number;
  /** How many connections are open now. */
  readonly connections: number;
  /** Resets every open connection; what was under way is lost. New ones are welcome. */
  cutAll(): void;
  /** Stops, or starts again, to listen; open connections stay. */
  refuse(on: boolean): Promise<void>;
  /** Lets every byte arrive so much later. */
  delay(ms: number): void;
  /**
   * Accepts connections and bytes but forwards nothing; `"answers"` lets requests through and holds back what the
   * target says to them. What was held goes on its way afterwards.
   */
  stall(on: boolean | "answers"): void;
  /** Lets so many bytes a second through, each way; `Infinity` for all. */
  limit(bytesPerSecond: number): void;
  close(): Promise<void>;
}

/** Where to listen, and whom to forward to. */
export interface ProxyOptions {
  readonly target: { readonly host?: string; readonly port: number };
  /** Default: any free port. */
  readonly port?: number;
}

/** Starts a proxy without faults; resolves when it listens. */
export async function startProxy({ target, port = 0 }: ProxyOptions): Promise<TcpProxy> {
  const proxy = new FaultyProxy(target);
  await proxy.listen(port);
  return proxy;
}

class FaultyProxy implements TcpProxy {
  readonly #target: ProxyOptions["target"];
  readonly #faults = new LinkFaults();
  readonly #open = new Set<AbortController>();
  #server: Server | undefined;
  #port = 0;

  constructor(target: ProxyOptions["target"]) {
    this.#target = target;
  }

  get port(): number {
    return this.#port;
  }

  get connections(): number {
    return this.#open.size;
  }

  async listen(port: number): Promise<void> {
    const server = createServer({ allowHalfOpen: true, noDelay: true }, (client) => void this.#forward(client));
    server.listen(port, "127.0.0.1");
    await once(server, "listening");
    this.#server = server;
    this.#port = (server.address() as AddressInfo).port;
  }

  cutAll(): void {
    for (const connection of this.#open) connection.abort();
  }

  async refuse(on: boolean): Promise<void> {
    if (!on && !this.#server) await this.listen(this.#port);
    if (!on) return;
    // Not awaited: a server that has stopped listening is closed only when its last connection is.
    this.#server?.close();
    this.#server = undefined;
  }

  delay(ms: number): void {
    this.#faults.change({ delayMs: ms });
  }

  stall(on: boolean | "answers"): void {
    const directions: Direction[] = on === "answers" ? ["answers"] : on ? ["requests", "answers"] : [];
    this.#faults.change({ stalled: new Set(directions) });
  }

  limit(bytesPerSecond: number): void {
    this.#faults.change({ bytesPerSecond });
  }

  async close(): Promise<void> {
    await this.refuse(true);
    this.cutAll();
  }

  async #forward(client: Socket): Promise<void> {
    const connection = new AbortController();
    this.#open.add(connection);
    const target = connect({ ...this.#target, allowHalfOpen: true, noDelay: true });
    const reset = (): void => {
      client.resetAndDestroy();
      target.resetAndDestroy();
    };
    connection.signal.addEventListener("abort", reset);
    for (const socket of [client, target]) socket.on("error", () => connection.abort());
    try {
      await Promise.all([
        this.#pump(client, target, "requests", connection.signal),
        this.#pump(target, client, "answers", connection.signal),
      ]);
    } catch {
      connection.abort();
    } finally {
      this.#open.delete(connection);
    }
  }

  /** Carries bytes one way until that way ends, in the order and with the faults of the link. */
  async #pump(from: Socket, to: Socket, direction: Direction, signal: AbortSignal): Promise<void> {
    await pipeline(
      from,
      stampArrival(),
      async (arrivals: AsyncIterable<Arrival>) => {
        for await (const { bytes, at } of arrivals) {
          for (let sent = 0; sent < bytes.length; ) {
            const size = await this.#faults.turn(direction, bytes.length - sent, at, signal);
            if (!to.write(bytes.subarray(sent, sent + size))) await once(to, "drain", { signal });
            sent += size;
          }
        }
        to.end();
      },
      { signal },
    );
  }
}

interface Arrival {
  readonly bytes: Buffer;
  readonly at: number;
}

/** Time is told at arrival, so that a delay makes answers late and not the link slow. */
function stampArrival(): Transform {
  return new Transform({
    readableObjectMode: true,
    readableHighWaterMark: CHUNKS_UNDER_WAY,
    transform: (bytes: Buffer, _encoding, done) => done(null, { bytes, at: performance.now() } satisfies Arrival),
  });
}
