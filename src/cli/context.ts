import type { Readable, Writable } from "node:stream";
import type { Broker } from "../broker/broker.js";
import type { KafkaOptions } from "../broker/kafka/kafka-options.js";
import { type MessageStream, Messages } from "./terminal/messages.js";
import { Output } from "./terminal/output.js";
import { type Style, styleFor } from "./terminal/style.js";

/** The world outside a command line: a process gives its own, tests give theirs. */
export interface Surroundings {
  readonly stdin: () => Readable;
  readonly stdout: Writable & { readonly isTTY?: boolean | undefined; readonly columns?: number | undefined };
  readonly stderr: MessageStream;
  readonly env: NodeJS.ProcessEnv;
  /** Aborted when the user asks to stop. */
  readonly signal: AbortSignal;
  /** Whether questions can be asked. */
  readonly interactive?: boolean;
  /** How a cluster is reached; default: as Kafka is. */
  readonly connect?: (options: KafkaOptions) => Broker;
}

/** What every command works with. */
export interface Context {
  readonly out: Output;
  readonly messages: Messages;
  /** Colours of standard output. */
  readonly style: Style;
  /** Cells across on standard output. */
  readonly width: number;
  readonly stdin: () => Readable;
  readonly env: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
  readonly interactive: boolean;
  readonly connect: (options: KafkaOptions) => Promise<Broker>;
}

/** Width assumed where nobody knows. */
const WIDTH = 100;

export function contextOf(around: Surroundings): Context {
  const { stdin, stdout, stderr, env, signal } = around;
  return {
    out: new Output(stdout),
    messages: new Messages(stderr, styleFor(stderr, env), { env }),
    style: styleFor(stdout, env),
    width: stdout.columns || WIDTH,
    stdin,
    env,
    signal,
    interactive: around.interactive ?? false,
    connect: async (options) => {
      const connect = around.connect ?? (await import("../broker/kafka/connect-kafka.js")).connectKafka;
      return connect(options);
    },
  };
}
