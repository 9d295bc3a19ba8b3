import { createRequire } from "node:module";
import { createServer, type Server, type Socket } from "node:net";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { kafkaJs, privateKafkaJs } from "../../../../src/broker/kafka/client/kafkajs.js";

/** Each defect on the package as published, and on our copy: the first half shows that the mend is needed. */
const require = createRequire(import.meta.url);
const copies = [
  { name: "as published", load: <T>(file: string): T => require(`kafkajs/${file}`) as T, isMended: false },
  { name: "mended", load: <T>(file: string): T => privateKafkaJs().load<T>(file), isMended: true },
];

interface Message {
  readonly offset: string;
  readonly key: Buffer | null;
  readonly value: string;
  readonly isControlRecord: boolean;
  readonly batchContext: { readonly producerId: string; readonly inTransaction: boolean };
}

describe.each(copies)("kafkajs $name", ({ load, isMended }) => {
  describe("filter of aborted messages", () => {
    const filter = load<(input: { messages: Message[]; abortedTransactions: object[] }) => Message[]>(
      "src/consumer/filterAbortedMessages",
    );
    const data = (offset: number, producerId: string, value: string): Message => ({
      offset: String(offset),
      key: null,
      value,
      isControlRecord: false,
      batchContext: { producerId, inTransaction: true },
    });
    const abort = (offset: number, producerId: string, version = 0): Message => ({
      ...data(offset, producerId, "marker"),
      key: Buffer.from([0, version, 0, 0]),
      isControlRecord: true,
    });
    const seen = (messages: Message[], abortedTransactions: object[]) =>
      filter({ messages, abortedTransactions })
        .filter(({ isControlRecord }) => !isControlRecord)
        .map(({ value }) => value);

    it("knows transactions that begin before the first message fetched", () => {
      const messages = [data(10, "1", "A"), data(11, "2", "B"), abort(12, "1"), abort(13, "2"), data(14, "1", "good")];
      const aborted = [
        { producerId: "1", firstOffset: "3" },
        { producerId: "2", firstOffset: "4" },
      ];
      expect(seen([messages[1]!, ...messages.slice(2)], aborted).includes("B")).toBe(!isMended);
      expect(isMended ? seen(messages, aborted) : ["good"]).toEqual(["good"]);
    });

    it("takes the list in any order", () => {
      const messages = [data(0, "1", "A"), abort(1, "1"), data(2, "2", "B"), abort(3, "2"), data(4, "2", "good")];
      const aborted = [
        { producerId: "2", firstOffset: "2" },
        { producerId: "1", firstOffset: "0" },
      ];
      expect(seen(messages, aborted)).toEqual(isMended ? ["good"] : ["A", "good"]);
    });

    it("ends a transaction at an abort marker of a later version", () => {
      const messages = [data(0, "1", "A"), abort(1, "1", 1), data(2, "1", "good")];
      expect(seen(messages, [{ producerId: "1", firstOffset: "0" }])).toEqual(isMended ? ["good"] : []);
    });

    it("does not take a record with an unlucky key for a marker", () => {
      const unlucky = { ...data(1, "1", "still aborted"), key: Buffer.alloc(4) };
      const messages = [data(0, "1", "A"), unlucky, abort(2, "1"), data(3, "1", "good")];
      const expected = isMended ? ["good"] : ["still aborted", "good"];
      expect(seen(messages, [{ producerId: "1", firstOffset: "0" }])).toEqual(expected);
    });
  });

  it("groups messages by partition: a partition that does not exist is an error, not a loss", () => {
    const group = load<(input: object) => Record<string, unknown[]>>("src/producer/groupMessagesPerPartition");
    const input = {
      topic: "points",
      partitionMetadata: [{ partitionId: 0, leader: 1 }],
      messages: [{ value: "x", partition: 7 }],
      partitioner: ({ message }: { message: { partition: number } }) => message.partition,
    };
    if (isMended) expect(() => group(input)).toThrow("topic points has no partition 7");
    else expect(group(input)).toEqual({ 7: [{ value: "x", partition: 7 }] }); // findLeaderForPartitions then drops it
  });

  it("knows PRODUCER_FENCED", () => {
    const { createErrorFromCode } = load<{ createErrorFromCode(code: number): { code: number } }>("src/protocol/error");
    expect(createErrorFromCode(90).code).toBe(isMended ? 90 : -99);
  });

  it("sends what was encoded as it is", async () => {
    interface Payload {
      readonly buffer?: Buffer;
      readonly parts?: readonly Buffer[];
    }
    const createRequest = load<(request: object) => Promise<Payload>>("src/protocol/request");
    const { Encoder } = kafkaJs();
    const encoded = new Encoder().writeString("an ordinary request");
    const of = (payload: Payload) =>
      createRequest({
        correlationId: 7,
        clientId: "c",
        request: { apiKey: 0, apiVersion: 7, encode: async () => payload },
      });
    const request = await of(encoded);
    const frame = Buffer.from("0000002000000007000000070001630013", "hex");
    const expected = Buffer.concat([frame, Buffer.from("an ordinary request")]);
    expect(Buffer.concat(request.parts ?? [request.buffer!])).toEqual(expected);
    if (!isMended) return expect(request.parts).toBeUndefined();
    const parts = [encoded.buffer.subarray(0, 5), encoded.buffer.subarray(5)];
    const inParts = await of({ parts });
    expect(Buffer.concat(inParts.parts!)).toEqual(expected);
    expect(inParts.parts!.slice(1).map((part) => part.buffer)).toEqual(parts.map((part) => part.buffer));
    expect(inParts.parts![1]).toBe(parts[0]);
  });

  it("keeps a trace of a batch that compaction has emptied", async () => {
    const decode = load<(decoder: object) => Promise<{ records: { offset: string; isControlRecord: boolean }[] }>>(
      "src/protocol/recordBatch/v0/decoder",
    );
    const Decoder = load<new (buffer: Buffer) => object>("src/protocol/decoder");
    const batch = Buffer.alloc(61);
    batch.writeBigInt64BE(100n, 0);
    batch.writeInt32BE(49, 8);
    batch.writeInt8(2, 16);
    batch.writeInt32BE(4, 23); // last offset delta
    const { records } = await decode(new Decoder(batch));
    const trace = records.map(({ offset, isControlRecord }) => ({ offset, isControlRecord }));
    expect(trace).toEqual(isMended ? [{ offset: "104", isControlRecord: true }] : []);
  });

  it("sets no timer of negative time", () => {
    const RequestQueue =
      load<new (options: object) => { checkPendingRequests(): void; destroy(): void }>("src/network/requestQueue");
    const logger = { debug: () => undefined };
    const timeouts = vi.spyOn(globalThis, "setTimeout");
    const queue = new RequestQueue({ logger, requestTimeout: 1_000, maxInFlightRequests: null });
    queue.checkPendingRequests();
    queue.destroy();
    const negative = timeouts.mock.calls.filter(([, ms]) => (ms ?? 0) < 0);
    timeouts.mockRestore();
    expect(negative).toHaveLength(isMended ? 0 : 1);
  });

  it("asks where the log begins after an offset out of range, and commits nothing to the group", async () => {
    const OffsetManager = load<new (options: object) => Manager>("src/consumer/offsetManager");
    interface Manager {
      setDefaultOffset(where: object): Promise<void>;
      committedOffsets(): Record<string, Record<number, string>>;
    }
    const commits: object[] = [];
    const committed: Record<string, Record<number, string>> = {};
    const manager = new OffsetManager({
      cluster: {
        committedOffsets: () => committed,
        defaultOffset: () => -2,
        fetchTopicsOffset: async () => [{ topic: "points", partitions: [{ partition: 0, offset: "42" }] }],
      },
      coordinator: { isConnected: () => true, offsetCommit: async (commit: object) => void commits.push(commit) },
      memberAssignment: { points: [0] },
      groupId: "readers",
      topicConfigurations: { points: { fromBeginning: true } },
    });
    await manager.setDefaultOffset({ topic: "points", partition: 0 });
    expect(commits).toHaveLength(isMended ? 0 : 1);
    expect(manager.committedOffsets().points![0]).toBe(isMended ? "42" : undefined);
  });

  describe("a connection that broke inside an answer", () => {
    let server: Server;
    let sockets: Socket[];
    let port: number;
    beforeEach(async () => {
      sockets = [];
      server = createServer((socket) => sockets.push(socket));
      port = await new Promise<number>((resolve) => {
        server.listen(0, "127.0.0.1", () => resolve((server.address() as { port: number }).port));
      });
    });
    afterEach(() => {
      for (const socket of sockets) socket.destroy();
      server.close();
    });

    it("begins the next one with nothing", async () => {
      const Connection = load<new (options: object) => Raw>("src/network/connection");
      interface Raw {
        bytesBuffered: number;
        connect(): Promise<unknown>;
        disconnect(): Promise<unknown>;
        isConnected(): boolean;
      }
      const logger = { debug: () => undefined, error: () => undefined, namespace: () => logger };
      const socketFactory = load<() => unknown>("src/network/socketFactory")();
      const options = {
        host: "127.0.0.1",
        port,
        logger,
        socketFactory,
        connectionTimeout: 1_000,
        requestTimeout: 1_000,
      };
      const connection = new Connection(options);
      await connection.connect();
      await vi.waitFor(() => expect(sockets).toHaveLength(1));
      sockets[0]!.end(Buffer.from([0, 0, 1, 0, 7, 7])); // two bytes of 256
      await vi.waitFor(() => expect(connection.isConnected()).toBe(false));
      await connection.connect();
      expect(connection.bytesBuffered).toBe(isMended ? 0 : 6);
      await connection.disconnect();
    });
  });
});
