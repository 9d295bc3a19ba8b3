import type { TopicPartition } from "../../broker.js";
import type { Candidate } from "../../groups/assigners.js";
import { kafkaJs } from "../client/kafkajs.js";
import { groupBy } from "../group-by.js";

const VERSION = 0;

/** What members tell each other through the coordinator. */
export interface MemberData extends Candidate {
  /** When it joined, ms since 1970: the order among standbys. */
  readonly joined: number;
}

/** What a member tells of itself on joining: a subscription of the consumer protocol, with user data of our own. */
export function encodeSubscription({ topics, since, joined }: Omit<MemberData, "id">): Buffer {
  const userData = Buffer.from(JSON.stringify({ joined, ...(since === undefined ? {} : { since }) }));
  return new (kafkaJs().Encoder)().writeInt16(VERSION).writeArray(topics).writeBytes(userData).buffer;
}

/** Members in the order in which they joined. */
export const byAge = (a: MemberData, b: MemberData): number => a.joined - b.joined || (a.id < b.id ? -1 : 1);

/** A member of unknown make stands by behind all others. */
export function decodeSubscription(id: string, metadata: Buffer): MemberData {
  const decoder = new (kafkaJs().Decoder)(metadata);
  decoder.readInt16();
  const topics = decoder.readArray((item) => item.readString());
  return { id, topics, joined: Number.MAX_SAFE_INTEGER, ...userDataOf(decoder.readBytes()) };
}

function userDataOf(bytes: Buffer | null): Pick<MemberData, "since" | "joined"> | undefined {
  try {
    const { joined, since } = JSON.parse((bytes ?? Buffer.alloc(0)).toString()) as Partial<MemberData>;
    if (typeof joined !== "number") return undefined;
    return typeof since === "number" ? { joined, since } : { joined };
  } catch {
    return undefined;
  }
}

export function encodeAssignment(partitions: readonly TopicPartition[]): Buffer {
  const { Encoder } = kafkaJs();
  const topics = [...groupBy(partitions, ({ topic }) => topic)].map(([topic, of]) =>
    new Encoder().writeString(topic).writeArray(of.map(({ partition }) => partition)),
  );
  return new Encoder().writeInt16(VERSION).writeArray(topics).writeBytes(null).buffer;
}

export function decodeAssignment(bytes: Buffer | null): TopicPartition[] {
  if (bytes === null || bytes.length < 2) return [];
  const decoder = new (kafkaJs().Decoder)(bytes);
  decoder.readInt16();
  const topics = decoder.readArray((item) => ({
    topic: item.readString(),
    partitions: item.readArray((partition) => partition.readInt32()),
  }));
  return topics.flatMap(({ topic, partitions }) => partitions.map((partition) => ({ topic, partition })));
}
