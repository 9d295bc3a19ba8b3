import { once } from "node:events";
import { connect, type Socket } from "node:net";
import type { AbortedTransaction } from "../../../../../src/broker/kafka/records/decode-record-set.js";

// The first versions that let zstd pass.
const PRODUCE = { api: 0, version: 7 };
const FETCH = { api: 1, version: 10 };

/** Requests by hand: nothing stands between the batches and the broker. */
export class Wire {
  readonly #socket: Socket;
  #correlation = 0;

  private constructor(socket: Socket) {
    this.#socket = socket;
  }

  static async connect(broker: { readonly host: string; readonly port: number }): Promise<Wire> {
    const socket = connect(broker);
    await once(socket, "connect");
    return new Wire(socket);
  }

  close(): void {
    this.#socket.destroy();
  }

  /** Appends a batch to partition 0; returns the error code and the base offset. */
  async produce(topic: string, batch: Uint8Array): Promise<{ readonly error: number; readonly offset: number }> {
    const body = [int16(-1), int16(-1), int32(10_000), int32(1), text(topic), int32(1), int32(0), bytes(batch)];
    const reply = await this.#ask(PRODUCE, Buffer.concat(body));
    const at = 4 + 2 + topic.length + 4 + 4;
    return { error: reply.readInt16BE(at), offset: Number(reply.readBigInt64BE(at + 2)) };
  }

  /** Fetches partition 0 with read_committed. */
  async fetch(
    topic: string,
    from: number,
  ): Promise<{ readonly error: number; readonly set: Uint8Array; readonly aborted: readonly AbortedTransaction[] }> {
    const limits = [int32(-1), int32(1000), int32(1), int32(50_000_000), Buffer.of(1), int32(0), int32(-1)];
    const partition = [int32(0), int32(-1), int64(from), int64(-1), int32(50_000_000)];
    const topics = [int32(1), text(topic), int32(1), ...partition, int32(0)];
    const reply = await this.#ask(FETCH, Buffer.concat([...limits, ...topics]));
    const at = 4 + 2 + 4 + 4 + 2 + topic.length + 4 + 4;
    const count = Math.max(0, reply.readInt32BE(at + 26));
    const aborted = Array.from({ length: count }, (_, i) => ({
      producerId: reply.readBigInt64BE(at + 30 + 16 * i),
      firstOffset: reply.readBigInt64BE(at + 38 + 16 * i),
    }));
    return { error: reply.readInt16BE(at), aborted, set: reply.subarray(at + 34 + 16 * count) };
  }

  /** The reply's body, behind the correlation id. */
  async #ask({ api, version }: typeof FETCH, body: Buffer): Promise<Buffer> {
    const head = Buffer.concat([int16(api), int16(version), int32(++this.#correlation), text("wire")]);
    this.#socket.write(bytes(Buffer.concat([head, body])));
    let reply = Buffer.alloc(0);
    while (reply.length < 4 || reply.length < 4 + reply.readInt32BE(0)) {
      const [chunk] = (await once(this.#socket, "data")) as [Buffer];
      reply = Buffer.concat([reply, chunk]);
    }
    return reply.subarray(8);
  }
}

function int16(value: number): Buffer {
  const buffer = Buffer.alloc(2);
  buffer.writeInt16BE(value);
  return buffer;
}

function int32(value: number): Buffer {
  const buffer = Buffer.alloc(4);
  buffer.writeInt32BE(value);
  return buffer;
}

function int64(value: number): Buffer {
  const buffer = Buffer.alloc(8);
  buffer.writeBigInt64BE(BigInt(value));
  return buffer;
}

function text(value: string): Buffer {
  return Buffer.concat([int16(value.length), Buffer.from(value)]);
}

function bytes(value: Uint8Array): Buffer {
  return Buffer.concat([int32(value.length), value]);
}
