const ZERO = 0x30;
/** Two digits of every number below 100. */
const PAIRS = Uint8Array.from({ length: 200 }, (_, i) => ZERO + (i % 2 === 0 ? Math.floor(i / 20) : (i >> 1) % 10));

/** Writes a whole number below 10^8 in eight digits, zeros in front. */
export function writeEightDigits(bytes: Uint8Array, at: number, value: number): void {
  const upper = (value / 10_000) | 0;
  writeFourDigits(bytes, at, upper);
  writeFourDigits(bytes, at + 4, value - upper * 10_000);
}

function writeFourDigits(bytes: Uint8Array, at: number, value: number): void {
  const upper = (value / 100) | 0;
  const first = upper << 1;
  const second = (value - upper * 100) << 1;
  bytes[at] = PAIRS[first]!;
  bytes[at + 1] = PAIRS[first + 1]!;
  bytes[at + 2] = PAIRS[second]!;
  bytes[at + 3] = PAIRS[second + 1]!;
}

/** Writes a whole number from 0 to 2^53 − 1; returns where it ends. */
export function writeInteger(bytes: Uint8Array, at: number, value: number): number {
  if (value < 10) {
    bytes[at] = ZERO + value;
    return at + 1;
  }
  if (value >= 1e8) {
    const upper = Math.floor(value / 1e8);
    const end = writeInteger(bytes, at, upper);
    writeEightDigits(bytes, end, value - upper * 1e8);
    return end + 8;
  }
  let end = at + 2;
  for (let bound = 100; value >= bound; bound *= 10) end++;
  let rest = value | 0;
  for (let p = end - 1; p >= at; p--) {
    const tenth = (rest / 10) | 0;
    bytes[p] = ZERO + rest - tenth * 10;
    rest = tenth;
  }
  return end;
}
