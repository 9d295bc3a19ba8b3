import type { Observable } from "rxjs";
import type {
  Broker,
  IncomingRecord,
  Source,
  SourceOptions,
  TopicPartition,
  Writer,
  WriterOptions,
} from "../broker.js";
import { KafkaAdmin } from "./admin/kafka-admin.js";
import type { ResolvedKafkaOptions } from "./kafka-options.js";
import { Network } from "./network/network.js";
import { readToEnd } from "./read-to-end.js";
import { KafkaSource } from "./source/kafka-source.js";
import { type TailEvent, type TailOptions, tail } from "./source/tail.js";
import { KafkaWriter } from "./writer/kafka-writer.js";

/** A Kafka cluster as one process sees it. */
export class KafkaBroker implements Broker {
  readonly admin: KafkaAdmin;
  readonly #network: Network;
  readonly #writers = new Set<KafkaWriter>();
  readonly #sources: KafkaSource[] = [];
  #tails = 0;

  constructor(options: ResolvedKafkaOptions) {
    this.#network = new Network(options);
    this.admin = new KafkaAdmin(this.#network);
  }

  async clusterId(): Promise<string> {
    return (await this.#network.persist(() => this.#network.cluster())).clusterId;
  }

  /** @throws RangeError when `batchRecords` or `sessionTimeoutMs` is not positive */
  source(options: SourceOptions): Source {
    requirePositive("batchRecords", options.batchRecords);
    requirePositive("sessionTimeoutMs", options.sessionTimeoutMs);
    const source = new KafkaSource(this.#network, `${this.#sources.length} ${options.group}`, options);
    this.#sources.push(source);
    return source;
  }

  async writer(transactionalId: string, options?: WriterOptions): Promise<Writer> {
    const writer = await KafkaWriter.open(this.#network, transactionalId, options);
    this.#writers.add(writer);
    return writer;
  }

  readToEnd(partition: TopicPartition, from?: number): AsyncIterable<readonly IncomingRecord[]> {
    return readToEnd(this.#network, partition, from);
  }

  /** Reads a topic without a group; beyond what the port asks. */
  tail(options: TailOptions): Observable<TailEvent> {
    return tail(this.#network, `${this.#tails++} ${options.topic}`, options);
  }

  /** Ends sources and open transactions; later calls fail. */
  async close(): Promise<void> {
    await Promise.allSettled(this.#sources.map((source) => source.close()));
    await Promise.allSettled([...this.#writers].map((writer) => writer.close()));
    this.#network.close();
  }
}

function requirePositive(name: string, value: number | undefined): void {
  if (value !== undefined && !(value > 0)) throw new RangeError(`${name} is ${value}, expected more than 0`);
}
