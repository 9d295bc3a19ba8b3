/** What became of the points of a partition. */
export interface PartitionCount {
  readonly partition: number;
  readonly points: number;
  readonly labels: number;
  /** Points without a label. */
  readonly lost: number;
  /** Labels of points that had one, or that came behind the label of a later point. */
  readonly doubled: number;
}

const KEY_BYTES = 6;

/** The key of an input message, which the pipeline copies to its labels: the message's number in its partition. */
export function serialKey(serial: number): Buffer {
  const key = Buffer.allocUnsafe(KEY_BYTES);
  key.writeUIntBE(serial, 0, KEY_BYTES);
  return key;
}

/**
 * Holds labels against what was fed, while they come and in constant memory: those of a partition must carry the numbers
 * 0, 1, 2, … of its messages, each with a label for every point.
 */
export class LabelLedger {
  readonly #pointsPerMessage: number;
  readonly #next: number[];
  readonly #labels: number[];
  readonly #lost: number[];
  readonly #doubled: number[];

  constructor(partitions: number, pointsPerMessage: number) {
    this.#pointsPerMessage = pointsPerMessage;
    const zeros = (): number[] => Array.from({ length: partitions }, () => 0);
    [this.#next, this.#labels, this.#lost, this.#doubled] = [zeros(), zeros(), zeros(), zeros()];
  }

  /** Labels seen so far. */
  get labels(): number {
    return this.#labels.reduce((sum, labels) => sum + labels, 0);
  }

  /** @throws TypeError when the key is none of ours. */
  take(partition: number, key: Uint8Array | null, labels: number): void {
    if (key?.length !== KEY_BYTES) throw new TypeError(`a label in partition ${partition} has no key of the input`);
    const serial = Buffer.from(key.buffer, key.byteOffset, KEY_BYTES).readUIntBE(0, KEY_BYTES);
    const next = this.#next[partition]!;
    this.#labels[partition]! += labels;
    if (serial < next) {
      this.#doubled[partition]! += labels;
      return;
    }
    this.#lost[partition]! += (serial - next) * this.#pointsPerMessage + Math.max(0, this.#pointsPerMessage - labels);
    this.#doubled[partition]! += Math.max(0, labels - this.#pointsPerMessage);
    this.#next[partition] = serial + 1;
  }

  /** @param messages fed to each partition: those behind the last label have lost theirs. */
  close(messages: readonly number[]): PartitionCount[] {
    const each = this.#pointsPerMessage;
    return messages.map((count, partition) => ({
      partition,
      points: count * each,
      labels: this.#labels[partition]!,
      lost: this.#lost[partition]! + (count - this.#next[partition]!) * each,
      doubled: this.#doubled[partition]!,
    }));
  }
}
