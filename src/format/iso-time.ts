import { daysSince1970 } from "./timestamp.js";

const ZERO = 0x30;
const MINUS = 0x2d;
const COLON = 0x3a;
const POINT = 0x2e;
const T = 0x54;
const Z = 0x5a;
const TO_SECONDS = "2025-11-23T05:13:00Z".length;
const TO_MILLISECONDS = "2025-11-23T05:13:00.500Z".length;
const SECOND = 1000;
const DAY = 86_400 * SECOND;

/**
 * The time that bytes [start, end) say in the form in which programs write it, `2025-11-23T05:13:00Z` or with `.500`,
 * as ms since 1970.
 *
 * @returns NaN when they are in another form, or are no time: `parseTimestamp` knows more of them.
 */
export function isoTime(bytes: Uint8Array, start: number, end: number): number {
  const length = end - start;
  const fine = length === TO_MILLISECONDS;
  if (!(fine || length === TO_SECONDS) || bytes[start + 4] !== MINUS || bytes[start + 7] !== MINUS) return Number.NaN;
  if (bytes[start + 10] !== T || bytes[start + 13] !== COLON || bytes[start + 16] !== COLON) return Number.NaN;
  if (bytes[end - 1] !== Z || (fine && bytes[start + 19] !== POINT)) return Number.NaN;
  const century = twoDigits(bytes, start);
  const year = twoDigits(bytes, start + 2);
  const month = twoDigits(bytes, start + 5);
  const day = twoDigits(bytes, start + 8);
  const hour = twoDigits(bytes, start + 11);
  const minute = twoDigits(bytes, start + 14);
  const second = twoDigits(bytes, start + 17);
  const hundredths = fine ? twoDigits(bytes, start + 20) : 0;
  const thousandths = fine ? bytes[start + 22]! - ZERO : 0;
  if ((century | year | month | day | hour | minute | second | hundredths | thousandths) < 0) return Number.NaN;
  if (hour > 23 || minute > 59 || second > 59 || thousandths > 9) return Number.NaN;
  const seconds = (hour * 60 + minute) * 60 + second;
  return daysSince1970(century * 100 + year, month, day) * DAY + seconds * SECOND + hundredths * 10 + thousandths;
}

/** Less than 0 when there are none. */
function twoDigits(bytes: Uint8Array, at: number): number {
  const tens = bytes[at]! - ZERO;
  const ones = bytes[at + 1]! - ZERO;
  return (tens | ones) < 0 || tens > 9 || ones > 9 ? -1 : tens * 10 + ones;
}
