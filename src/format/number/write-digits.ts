const ZERO = 0x30;
/** "0000" */
const ZEROS = 0x30303030;

/** The digits of a whole number below 10^4, zeros in front, as bytes of a word to be written as little-endian. */
export function fourDigits(value: number): number {
  const hundreds = Math.imul(value, 5243) >>> 19;
  const pairs = hundreds | ((value - Math.imul(hundreds, 100)) << 16);
  const tens = (Math.imul(pairs, 103) >>> 10) & 0x000f000f;
  return tens | ((pairs - Math.imul(tens, 10)) << 8);
}

/** Writes a whole number below 10^4 without zeros in front, and up to three bytes behind it; returns where it ends. */
function writeUpToFour(view: DataView, at: number, value: number): number {
  const count = value < 10 ? 1 : value < 100 ? 2 : value < 1000 ? 3 : 4;
  view.setInt32(at, (fourDigits(value) | ZEROS) >>> (32 - 8 * count), true);
  return at + count;
}

/** Writes a whole number below 10^8 in eight digits, zeros in front. */
function writeEightDigits(view: DataView, at: number, value: number): void {
  const upper = (value / 10_000) | 0;
  view.setInt32(at, fourDigits(upper) | ZEROS, true);
  view.setInt32(at + 4, fourDigits((value - Math.imul(upper, 10_000)) | 0) | ZEROS, true);
}

/** Writes a whole number from 0 to 2^53 − 1, and up to three bytes behind it; returns where it ends. */
export function writeInteger(view: DataView, at: number, value: number): number {
  if (value < 10) {
    view.setUint8(at, ZERO + value);
    return at + 1;
  }
  if (value < 10_000) return writeUpToFour(view, at, value | 0);
  if (value < 1e8) {
    const upper = ((value | 0) / 10_000) | 0;
    const end = writeUpToFour(view, at, upper);
    view.setInt32(end, fourDigits((value - Math.imul(upper, 10_000)) | 0) | ZEROS, true);
    return end + 4;
  }
  const upper = Math.floor(value / 1e8);
  const end = writeInteger(view, at, upper);
  writeEightDigits(view, end, (value - upper * 1e8) | 0);
  return end + 8;
}
