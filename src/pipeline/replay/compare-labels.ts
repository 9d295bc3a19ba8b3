import type { Broker, TopicPartition } from "../../broker/broker.js";
import { type LabelScore, labelScores } from "../../format/label-scores.js";
import { RefusedError } from "../errors.js";
import { appTopics } from "../topics.js";
import { type Bucket, TimeBuckets } from "./time-buckets.js";

export interface CompareOptions {
  readonly broker: Broker;
  /** Input topic of both. */
  readonly input: string;
  /** Names of the two apps. */
  readonly a: string;
  readonly b: string;
  /** Stretches of time at most; default 120. */
  readonly buckets?: number;
  /** Called now and then with the share of labels read, 0 … 1. */
  readonly progress?: (share: number) => void;
}

/** How well two apps foretold the same points. */
export interface Comparison {
  /** Points that both labelled before they had learned them: all figures are over these. */
  readonly points: number;
  /** Mean log density, nats a point; NaN without points. */
  readonly mean: { readonly a: number; readonly b: number };
  /** Points that were part of the warm-up of one of them, and those that only one has labelled. */
  readonly warmup: number;
  readonly only: { readonly a: number; readonly b: number };
  readonly buckets: readonly Bucket[];
}

/**
 * Compares the labels of two apps point by point, joined by source position: each label holds the log density of its
 * point under a mixture that had not seen it, so the means are honest forecasts (prequential).
 *
 * @throws RefusedError when an app has no labels, or packed ones.
 */
export async function compareLabels({ broker, input, a, b, ...options }: CompareOptions): Promise<Comparison> {
  const topics = [a, b].map((app) => appTopics(app, input).labels) as [string, string];
  const counts = await broker.admin.partitionCounts(topics);
  for (const topic of topics)
    if (!counts.has(topic)) throw new RefusedError(`there is no topic ${topic}: nothing can be compared`);
  const partitions = Math.max(...topics.map((topic) => counts.get(topic)!));
  const tally = new Tally(options.buckets ?? 120);
  for (let partition = 0; partition < partitions; partition++) {
    const [left, right] = topics.map((topic) =>
      partition < counts.get(topic)! ? new LabelReader(broker, { topic, partition }) : undefined,
    );
    await join(left, right, tally);
    options.progress?.((partition + 1) / partitions);
  }
  return tally.result;
}

/** Both read a partition in the order of its positions, so one pass over each finds what belongs together. */
async function join(left: LabelReader | undefined, right: LabelReader | undefined, tally: Tally): Promise<void> {
  let [a, b] = [await left?.next(), await right?.next()];
  while (a !== undefined || b !== undefined) {
    const order = a === undefined ? 1 : b === undefined ? -1 : positionOrder(a, b);
    if (order === 0) tally.both(a!, b!);
    else if (order < 0) tally.only.a++;
    else tally.only.b++;
    if (order <= 0) a = await left?.next();
    if (order >= 0) b = await right?.next();
  }
}

const positionOrder = (a: LabelScore, b: LabelScore): number => a.offset - b.offset || a.index - b.index;

/** Labels of a partition in the order of their points. */
class LabelReader {
  readonly #where: TopicPartition;
  readonly #labels: AsyncIterator<readonly LabelScore[]>;
  #piece: readonly LabelScore[] = [];
  #at = 0;
  #last: LabelScore | undefined;

  constructor(broker: Broker, where: TopicPartition) {
    this.#where = where;
    this.#labels = this.#read(broker);
  }

  /** Points that were learned again after a reset count once, as they were labelled first. */
  async next(): Promise<LabelScore | undefined> {
    for (;;) {
      const label = this.#piece[this.#at++];
      if (label === undefined) {
        const { done, value } = await this.#labels.next();
        if (done) return undefined;
        this.#piece = value;
        this.#at = 0;
      } else if (this.#last === undefined || positionOrder(label, this.#last) > 0) {
        this.#last = label;
        return label;
      }
    }
  }

  async *#read(broker: Broker): AsyncGenerator<readonly LabelScore[]> {
    for await (const records of broker.readToEnd(this.#where))
      yield records.flatMap(({ offset, timestamp, value }) => {
        const labels = labelScores(value);
        if (labels === undefined)
          throw new RefusedError(
            `${this.#where.topic}/${this.#where.partition} holds no label in JSON at offset ${offset}: only labels with ` +
              "their positions (labels.format: json) can be compared",
          );
        return labels.map((label) => (Number.isNaN(label.timestamp) ? { ...label, timestamp } : label));
      });
  }
}

class Tally {
  readonly only = { a: 0, b: 0 };
  readonly #buckets: TimeBuckets;
  #points = 0;
  #warmup = 0;
  #a = 0;
  #b = 0;

  constructor(buckets: number) {
    this.#buckets = new TimeBuckets(buckets);
  }

  both(a: LabelScore, b: LabelScore): void {
    if (a.warmup || b.warmup) {
      this.#warmup++;
      return;
    }
    this.#points++;
    this.#a += a.logDensity;
    this.#b += b.logDensity;
    this.#buckets.add(a.timestamp, a.logDensity, b.logDensity);
  }

  get result(): Comparison {
    const mean = { a: this.#a / this.#points, b: this.#b / this.#points };
    return { points: this.#points, mean, warmup: this.#warmup, only: { ...this.only }, buckets: this.#buckets.buckets };
  }
}
