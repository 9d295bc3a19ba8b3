import { z } from "zod";
import type { Origins, PointId } from "../../format/origins.js";
import { StateError } from "../../learning/state-error.js";
import { parseJson, utf8 } from "../text.js";

const CHUNK = 1000;
const PREFIX = "pending/";

const count = z.int().nonnegative();
const chunkSchema = z.object({
  schema: z.literal(1),
  /** Ordinal, among all points given to the learner, of the first point here. */
  first: count,
  partition: z.array(count),
  offset: z.array(count),
  index: z.array(z.int().min(-1)),
  timestamp: z.array(z.number().nullable()),
  id: z.array(z.union([z.string(), z.number(), z.null()])),
  /** Base64. */
  key: z.array(z.string().nullable()),
});

interface PendingPoint {
  readonly partition: number;
  readonly offset: number;
  readonly index: number;
  readonly timestamp: number;
  readonly id: PointId;
  readonly key: Uint8Array | null;
}

/**
 * Where the points come from that the learner holds without a label: warm-up points are labelled much later, perhaps
 * by another process. Written as chunks of which only the last one changes.
 */
export class PendingOrigins {
  readonly #topic: string;
  #first = 0;
  #points: PendingPoint[] = [];
  readonly #full = new Map<number, Uint8Array>();

  constructor(topic: string, first = 0) {
    this.#topic = topic;
    this.#first = first;
  }

  get count(): number {
    return this.#points.length;
  }

  /** Takes note of points just given to the learner. */
  add(origins: Origins): void {
    for (let i = 0; i < origins.count; i++)
      this.#points.push({
        partition: origins.partition,
        offset: origins.offsets[i]!,
        index: origins.indices[i]!,
        timestamp: origins.timestamps[i]!,
        id: origins.ids[i],
        key: origins.keys[i] ?? null,
      });
  }

  /** Removes the `count` oldest points, as runs of points of one partition. */
  take(count: number): Origins[] {
    const taken = this.#points.splice(0, count);
    this.#first += taken.length;
    this.#full.clear();
    const runs: Origins[] = [];
    for (let start = 0; start < taken.length; ) {
      let end = start + 1;
      while (end < taken.length && taken[end]!.partition === taken[start]!.partition) end++;
      runs.push(asOrigins(this.#topic, taken.slice(start, end)));
      start = end;
    }
    return runs;
  }

  /** Points pass by without waiting: keeps the ordinal right. */
  pass(count: number): void {
    this.#first += count;
  }

  toSections(): Map<string, Uint8Array> {
    const sections = new Map<string, Uint8Array>();
    for (let start = 0; start < this.#points.length; ) {
      const chunk = Math.floor((this.#first + start) / CHUNK);
      const end = Math.min(this.#points.length, (chunk + 1) * CHUNK - this.#first);
      sections.set(`${PREFIX}${chunk}`, this.#chunk(chunk, start, end));
      start = end;
    }
    return sections;
  }

  #chunk(chunk: number, start: number, end: number): Uint8Array {
    const done = this.#full.get(chunk);
    if (done !== undefined) return done;
    const bytes = encodeChunk(this.#first + start, this.#points.slice(start, end));
    if (this.#first + end === (chunk + 1) * CHUNK) this.#full.set(chunk, bytes);
    return bytes;
  }

  /**
   * @param points given to the learner so far; those without a label must be exactly the newest ones.
   * @throws StateError when the sections are damaged or do not fit the learner.
   */
  static fromSections(
    sections: ReadonlyMap<string, Uint8Array>,
    topic: string,
    learner: { readonly points: number; readonly pending: number },
  ): PendingOrigins {
    const pending = new PendingOrigins(topic, learner.points - learner.pending);
    const chunks = [...sections].filter(([name]) => isPending(name)).map(([name, bytes]) => decodeChunk(name, bytes));
    chunks.sort((a, b) => a.first - b.first);
    for (const chunk of chunks) {
      if (chunk.first !== pending.#first + pending.count)
        throw new StateError(`the state has no origins of points from ${pending.#first + pending.count} on`);
      pending.#points.push(...chunk.points);
    }
    if (pending.count !== learner.pending)
      throw new StateError(
        `the state has origins of ${pending.count} waiting points, the learner holds ${learner.pending}`,
      );
    return pending;
  }
}

export const isPending = (section: string): boolean => section.startsWith(PREFIX);

function asOrigins(topic: string, points: readonly PendingPoint[]): Origins {
  return {
    topic,
    partition: points[0]!.partition,
    count: points.length,
    offsets: Float64Array.from(points, (point) => point.offset),
    indices: Int32Array.from(points, (point) => point.index),
    timestamps: Float64Array.from(points, (point) => point.timestamp),
    ids: points.map((point) => point.id),
    keys: points.map((point) => point.key),
  };
}

function encodeChunk(first: number, points: readonly PendingPoint[]): Uint8Array {
  const chunk: z.infer<typeof chunkSchema> = {
    schema: 1,
    first,
    partition: points.map((point) => point.partition),
    offset: points.map((point) => point.offset),
    index: points.map((point) => point.index),
    timestamp: points.map((point) => (Number.isNaN(point.timestamp) ? null : point.timestamp)),
    id: points.map((point) => point.id ?? null),
    key: points.map((point) => (point.key === null ? null : Buffer.from(point.key).toString("base64"))),
  };
  return utf8(JSON.stringify(chunk));
}

function decodeChunk(name: string, bytes: Uint8Array): { readonly first: number; readonly points: PendingPoint[] } {
  const result = chunkSchema.safeParse(parseJson(bytes));
  if (!result.success) throw new StateError(`state section "${name}" is damaged: ${z.prettifyError(result.error)}`);
  const { first, partition, offset, index, timestamp, id, key } = result.data;
  const points = partition.map((_, i) => ({
    partition: partition[i]!,
    offset: offset[i]!,
    index: index[i]!,
    timestamp: timestamp[i] ?? Number.NaN,
    id: id[i] ?? undefined,
    key: typeof key[i] === "string" ? new Uint8Array(Buffer.from(key[i], "base64")) : null,
  }));
  return { first, points };
}
