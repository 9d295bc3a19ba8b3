import type { InputFile } from "../files/open-input.js";
import { createDecoder } from "../format/create-decoder.js";
import { deadLetter } from "../format/dead-letter.js";
import { DecodeError } from "../format/decode-error.js";
import { DecodedBatch } from "../format/decoded-batch.js";
import type { Decoder, RawRecord } from "../format/decoder.js";
import type { PointLayout } from "../format/point-layout.js";
import { decoderSettings, type MissingPolicy } from "../format/settings.js";
import type { Letter } from "./dead-letters.js";

/** Turns records of an input into points; those that are none become dead letters. */
export class PointReader {
  readonly #dimensions: number;
  readonly #source: { readonly topic: string; readonly partition: number };
  readonly #decoder: Decoder;

  constructor(
    { format, delimiter, topic }: Pick<InputFile, "format" | "delimiter" | "topic">,
    layout: PointLayout,
    missing?: MissingPolicy,
  ) {
    this.#dimensions = layout.features.dimensions;
    this.#source = { topic, partition: 0 };
    this.#decoder = createDecoder(layout, decoderSettings.parse({ format, delimiter, missing }));
  }

  /** An empty batch of the input's points. */
  batch(): DecodedBatch {
    return new DecodedBatch(this.#dimensions, this.#source.topic, this.#source.partition);
  }

  /** Appends the points of records to a batch, in order. */
  read(records: readonly RawRecord[], into: DecodedBatch): Letter[] {
    return records.flatMap((record) => {
      try {
        this.#decoder.decode(record, into);
        return [];
      } catch (error) {
        if (!(error instanceof DecodeError)) throw error;
        return [deadLetter(this.#source, record, error)];
      }
    });
  }
}
