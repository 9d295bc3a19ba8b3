/** The range of `Date`: 100,000,000 days around 1970. */
const LARGEST_TIME = 8.64e15;
const MINUTE = 60_000;
const DAY = 1440 * MINUTE;
const DAYS_BEFORE_MONTH = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365];
const DATE_LENGTH = "2025-11-23".length;

/**
 * A time as ms since 1970: a number is just that, a text is a date or a date and time of ISO 8601 in the years 0001
 * to 9999, where no zone means UTC (the machine's own zone must not decide) and what is finer than a ms is cut off.
 *
 * @returns NaN when it is neither.
 * @example
 * parseTimestamp("2025-11-23T05:13:00.5+01:00"); // 1763871180500
 */
export function parseTimestamp(value: unknown): number {
  if (typeof value === "number") return Math.abs(value) <= LARGEST_TIME ? value : Number.NaN;
  if (typeof value !== "string" || value[4] !== "-" || value[7] !== "-") return Number.NaN;
  const midnight = daysSince1970(digits(value, 0, 4), digits(value, 5, 2), digits(value, 8, 2)) * DAY;
  return value.length === DATE_LENGTH ? midnight : midnight + timeOfDay(value);
}

/** Days from 1970-01-01 to a date of the Gregorian calendar; NaN when there is no such date. */
export function daysSince1970(year: number, month: number, day: number): number {
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const before = DAYS_BEFORE_MONTH[month - 1];
  const after = DAYS_BEFORE_MONTH[month];
  if (!(year > 0) || before === undefined || after === undefined) return Number.NaN;
  if (!(day > 0 && day <= after - before + (leap && month === 2 ? 1 : 0))) return Number.NaN;
  const leapDays = Math.floor((year - 1) / 4) - Math.floor((year - 1) / 100) + Math.floor((year - 1) / 400) - 477;
  return (year - 1970) * 365 + leapDays + before + (leap && month > 2 ? 1 : 0) + day - 1;
}

/** ms from midnight UTC to the time behind the date of an ISO text; NaN when there is none. */
function timeOfDay(text: string): number {
  if (!"Tt ".includes(text[DATE_LENGTH]!)) return Number.NaN;
  const minutes = clock(text, 11);
  if (text[16] !== ":") return minutes * MINUTE - zone(text, 16);
  const seconds = digits(text, 17, 2);
  if (!(seconds < 60)) return Number.NaN;
  let end = 19;
  let ms = 0;
  if (text[end] === "." || text[end] === ",") {
    const fraction = ++end;
    while (digits(text, end, 1) >= 0) end++;
    if (end === fraction) return Number.NaN;
    ms = Number(text.slice(fraction, Math.min(end, fraction + 3)).padEnd(3, "0"));
  }
  return minutes * MINUTE + seconds * 1000 + ms - zone(text, end);
}

/** Minutes since midnight of `hh:mm` at a place; NaN when there is no such time. */
function clock(text: string, at: number): number {
  const hours = digits(text, at, 2);
  const minutes = digits(text, at + 3, 2);
  return hours < 24 && minutes < 60 && text[at + 2] === ":" ? hours * 60 + minutes : Number.NaN;
}

/** ms east of UTC by the zone at the end of a text: none, `Z`, `+hh`, `+hhmm` or `+hh:mm`; NaN when it is none of them. */
function zone(text: string, at: number): number {
  const rest = text.slice(at);
  if (rest === "" || rest === "Z" || rest === "z") return 0;
  const sign = rest[0] === "+" ? 1 : rest[0] === "-" ? -1 : Number.NaN;
  if (rest.length === 3) return sign * clock(`${rest}:00`, 1) * MINUTE;
  if (rest.length === 5) return sign * clock(`${rest.slice(0, 3)}:${rest.slice(3)}`, 1) * MINUTE;
  return rest.length === 6 ? sign * clock(rest, 1) * MINUTE : Number.NaN;
}

/** The number written in `count` digits; NaN when they are none. */
function digits(text: string, at: number, count: number): number {
  let value = 0;
  for (let i = at; i < at + count; i++) {
    const digit = text.charCodeAt(i) - 48;
    if (!(digit >= 0 && digit <= 9)) return Number.NaN;
    value = value * 10 + digit;
  }
  return value;
}
