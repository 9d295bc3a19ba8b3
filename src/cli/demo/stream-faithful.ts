import { fieldsOf, openInput } from "../../files/open-input.js";
import type { RawRecord } from "../../format/decoder.js";
import type { Label } from "../../format/records.js";
import type { Context } from "../context.js";
import { grouped } from "../terminal/numbers.js";
import { labelsTable } from "./labels-table.js";
import { packageData } from "./package-data.js";
import { type Streamed, streamPoints } from "./stream-points.js";

/** 272 eruptions do not fill the usual warm-up of a thousand points. */
const WARMUP = 100;

/** ms; the first label waits for no others. */
const COMMIT_INTERVAL = 1;

/** Labels that are shown. */
const SHOWN = 3;

/** Streams the Old Faithful geyser, and shows the first labels as soon as they are there. */
export async function streamFaithful(seed: number, context: Context): Promise<Streamed> {
  const { messages } = context;
  const { columns = [], delimiter, records, topic } = await openInput(packageData("faithful.csv"));
  const eruptions: string[][] = [];
  const noted = async function* (): AsyncGenerator<readonly RawRecord[]> {
    for await (const piece of records) {
      for (const { value } of piece) eruptions.push(fieldsOf(value ?? new Uint8Array(), delimiter));
      yield piece;
    }
  };
  const show = (labels: readonly Label[]): void => {
    const after = (performance.now() / 1000).toFixed(1);
    const title = `Old Faithful as a stream, first soft labels ${after} s after the start:`;
    const lines = labelsTable(columns, eruptions, labels.slice(0, SHOWN), messages.style);
    messages.line([title, "", ...lines, ""].join("\n"));
  };
  const streamed = await streamPoints(
    { name: topic, columns, features: columns, records: noted() },
    { model: { components: 2, warmup: WARMUP, seed }, commitInterval: COMMIT_INTERVAL, onFirstLabels: show },
    context,
  );
  messages.line(`${leastSure(streamed.labels, columns, eruptions)}\n`);
  return streamed;
}

/** Where soft labels are worth having. */
function leastSure(labels: readonly Label[], names: readonly string[], points: readonly (readonly string[])[]): string {
  const sureness = labels.map(({ component, responsibilities }) => responsibilities[component] ?? 0);
  const at = sureness.indexOf(Math.min(...sureness));
  const point = names.map((name, j) => `${name} ${points[at]?.[j]}`).join(", ");
  const shares = Object.entries(labels[at]?.responsibilities ?? {}).map(
    ([id, share]) => `${share.toFixed(2)} for component ${id}`,
  );
  return `At ${point} it is least sure of all ${grouped(labels.length)}: ${shares.join(", ")}.`;
}
