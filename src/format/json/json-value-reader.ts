import { DecodeError } from "../decode-error.js";
import type { DecodedBatch } from "../decoded-batch.js";
import type { MessageLimits, RawRecord } from "../decoder.js";
import { valueAt } from "../features/path.js";
import { checkPointCount } from "../message.js";
import type { PointAssembler } from "../point-assembler.js";
import type { PointLayout } from "../point-layout.js";
import { asId, asNumber, asTimestamp } from "../point-values.js";

/** Finds a value in the event or row at hand. */
type Find = (element: unknown) => unknown;

/** Where a value of the layout is: in an object by its path, in a row by its column. */
interface Place {
  readonly path: string;
  readonly inEvent: Find;
  readonly inRow: Find;
}

/** Reads points from a parsed JSON message, and says precisely what is wrong with those that are none. */
export class JsonValueReader {
  readonly #columns: number;
  readonly #point: PointAssembler;
  readonly #numbers: readonly Place[];
  readonly #id: Place | undefined;
  readonly #timestamp: Place | undefined;

  constructor(layout: PointLayout, point: PointAssembler) {
    this.#columns = layout.columns.length;
    this.#point = point;
    this.#numbers = layout.numbers.map((path) => placeOf(path, layout));
    this.#id = layout.id === undefined ? undefined : placeOf(layout.id, layout);
    this.#timestamp = layout.timestamp === undefined ? undefined : placeOf(layout.timestamp, layout);
  }

  /** @throws DecodeError when the message or one of its points is none; some points may then have been appended. */
  read(message: unknown, record: RawRecord, into: DecodedBatch, limits: MessageLimits): void {
    const several = Array.isArray(message) && (message.length === 0 || isContainer(message[0]));
    if (several) checkPointCount(message.length, limits);
    const elements = several ? message : [message];
    elements.forEach((element, index) => {
      this.#append(element, record, into, several ? index : undefined);
    });
  }

  #append(element: unknown, record: RawRecord, into: DecodedBatch, index: number | undefined): void {
    const row = Array.isArray(element);
    if (!isContainer(element))
      throw new DecodeError("wrong-shape", "expected an object or an array of numbers", { value: element, index });
    if (row && element.length !== this.#columns)
      throw new DecodeError("wrong-length", `expected a row of ${this.#columns}`, { value: element, index });
    const point = this.#point;
    const find = (place: Place) => (row ? place.inRow : place.inEvent)(element);
    point.clear();
    this.#numbers.forEach((place, i) => {
      const value = find(place);
      const gap = point.mayLack(i) && (value === undefined || value === null);
      point.numbers[i] = gap ? Number.NaN : asNumber(value, place.path, index);
    });
    if (this.#id !== undefined) point.id = asId(find(this.#id), this.#id.path, index);
    if (this.#timestamp !== undefined)
      point.timestamp = asTimestamp(find(this.#timestamp), this.#timestamp.path, index);
    point.append(record, index ?? -1, into);
  }
}

function placeOf(path: string, layout: PointLayout): Place {
  const steps = layout.pathInEvent(path);
  const column = layout.columns.indexOf(path);
  return { path, inEvent: (event) => valueAt(event, steps), inRow: (row) => (row as unknown[])[column] };
}

function isContainer(value: unknown): boolean {
  return value !== null && typeof value === "object";
}
