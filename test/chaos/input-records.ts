import type { OutgoingRecord } from "../../src/broker/broker.js";
import { Random } from "../../src/random/random.js";

const utf8 = new TextEncoder();
const text = new TextDecoder();

const BAD = 0.004;
const SEVERAL = 0.03;
const KEYED = 0.5;
const CENTRES = [
  [-4, -8],
  [0, 0],
  [5, 9],
] as const;
const SERIAL = "serial";

/** What is written to the input under a serial number: the same for the same seed, whoever asks. */
export function inputRecord(seed: number, serial: number): OutgoingRecord & { readonly value: Uint8Array } {
  const random = new Random(seed + serial / 2 ** 32);
  const kind = random.uniform();
  const key = random.uniform() < KEYED ? utf8.encode(`k${serial % 1000}`) : null;
  const value = utf8.encode(
    kind < BAD ? bad(serial) : kind < BAD + SEVERAL ? several(random, serial) : point(random, serial),
  );
  return { key, value, headers: { [SERIAL]: utf8.encode(String(serial)) } };
}

/** The serial number that a record of the input bears. */
export function serialOf({ headers }: Pick<OutgoingRecord, "headers">): number {
  const serial = headers?.[SERIAL];
  return serial === undefined ? Number.NaN : Number(text.decode(serial));
}

/** How many labels are due for a record's value: 0 for those that are no points. */
export function pointsIn(value: Uint8Array | null): number {
  if (value === null) return 0;
  const written = text.decode(value);
  if (!written.startsWith("{") && !written.startsWith("[{")) return 0;
  return written.match(/"x":-?\d/g)?.length ?? 0;
}

/** Text where a number belongs, something that is not JSON, or a number that is missing. */
function bad(serial: number): string {
  return [`{"n":${serial},"x":"seventeen","y":1}`, `garbage ${serial}`, `{"n":${serial},"y":2}`][serial % 3]!;
}

function several(random: Random, serial: number): string {
  const count = 2 + random.below(4);
  return `[${Array.from({ length: count }, (_, i) => point(random, `"${serial}/${i}"`)).join(",")}]`;
}

function point(random: Random, id: number | string): string {
  const [x, y] = CENTRES[random.below(CENTRES.length)]!;
  return `{"n":${id},"x":${(x + random.normal()).toFixed(5)},"y":${(y + random.normal()).toFixed(5)}}`;
}
