import { fieldsOf, openInput } from "../../files/open-input.js";
import type { RawRecord } from "../../format/decoder.js";
import { Random } from "../../random/random.js";
import { packageData } from "./package-data.js";

/** One kind of eruption: how long it lasts and how long one waits for the next, in minutes; joint deviations. */
interface Kind {
  readonly share: number;
  readonly eruption: readonly [mean: number, deviation: number];
  readonly waiting: readonly [mean: number, deviation: number];
  readonly correlation: number;
}

/** As batch EM finds them in the 272 eruptions on record. */
const SHORT: Kind = { share: 0.356, eruption: [2.04, 0.263], waiting: [54.48, 5.8], correlation: 0.285 };
const LONG: Kind = { share: 0.644, eruption: [4.29, 0.412], waiting: [79.97, 6], correlation: 0.38 };
/** Made up. */
const SPLASH: Kind = { share: 0.2, eruption: [1.1, 0.12], waiting: [34, 3], correlation: 0.2 };

/** Eruptions after which the ground shakes, and those after which a third kind begins. */
export const QUAKE_AT = 5000;
export const THIRD_KIND_AT = 10_000;
/** Minutes that one waits longer after the earthquake; one in 1983 did as much. */
const LONGER = 12;
/** One eruption in so many is odd. */
const ODD = 500;

const PIECE = 25;

/**
 * Old Faithful without end: the eruptions on record, then made-up ones like them, at a pace to watch. Some are odd; an
 * earthquake changes all of them, and later a third kind comes.
 *
 * @param pieceMs ms between pieces of 25.
 */
export async function* geyserStream(seed: number, pieceMs: number): AsyncGenerator<readonly RawRecord[]> {
  const { delimiter, records } = await openInput(packageData("faithful.csv"));
  for await (const piece of records)
    for (let from = 0; from < piece.length; from += PIECE) {
      yield piece
        .slice(from, from + PIECE)
        .map(({ value }) => row(fieldsOf(value ?? new Uint8Array(), delimiter).map(Number)));
      await pause(pieceMs);
    }
  const random = new Random(seed);
  for (let count = 0; ; count += PIECE) {
    yield Array.from({ length: PIECE }, (_, i) => row(eruption(random, count + i)));
    await pause(pieceMs);
  }
}

function eruption(random: Random, count: number): number[] {
  const kinds = count < THIRD_KIND_AT ? [SHORT, LONG] : [SHORT, LONG, SPLASH];
  const shares = Float64Array.from(kinds, ({ share }) => share);
  const kind =
    kinds[
      random.weighted(
        shares,
        shares.reduce((a, b) => a + b),
      )
    ] ?? LONG;
  const [x, y] = [random.normal(), random.normal()];
  const [lasts, waits] = [kind.eruption, kind.waiting];
  const along = kind.correlation * x + Math.sqrt(1 - kind.correlation * kind.correlation) * y;
  const later = count < QUAKE_AT ? 0 : LONGER;
  const point = [lasts[0] + lasts[1] * x, waits[0] + later + waits[1] * along];
  if (random.uniform() < 1 / ODD) return oddOf(random, point);
  return point;
}

/** A long wait, a long eruption, or one that does not go with its wait. */
function oddOf(random: Random, [lasts = 0, waits = 0]: number[]): number[] {
  const kind = random.uniform();
  if (kind < 0.4) return [lasts, waits + 40 + 10 * random.uniform()];
  if (kind < 0.7) return [lasts + 2 + random.uniform(), waits];
  return lasts < 3 ? [lasts, waits + 30] : [lasts, waits - 34];
}

const row = ([lasts = Number.NaN, waits = Number.NaN]: number[]): RawRecord => ({
  key: null,
  value: Buffer.from(`${lasts.toFixed(3)},${waits.toFixed(2)}`),
  offset: 0,
  timestamp: Date.now(),
});

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
