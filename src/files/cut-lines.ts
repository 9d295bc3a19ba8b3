const QUOTE = 0x22;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/** A line longer than this is cut: it cannot be a record, and must not fill the memory. */
const LONGEST_LINE = 16 * 1024 * 1024;

/**
 * Cuts a text into its lines, as bytes without their line ends; blank ones are left out.
 *
 * With `quotes`, a line feed between quotes does not end a line (RFC 4180). A quote that is never closed would swallow
 * the rest of the file: its line is then given out alone, for the decoder to refuse, and cutting goes on behind it.
 */
export async function* cutLines(
  chunks: AsyncIterable<Uint8Array>,
  quotes: boolean,
): AsyncGenerator<readonly Uint8Array[]> {
  let rest: Uint8Array = new Uint8Array(0);
  for await (const chunk of chunks) {
    const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    const { lines, used } = cut(bytes, quotes, false);
    rest = bytes.subarray(used);
    if (lines.length > 0) yield lines;
  }
  const { lines } = cut(rest, quotes, true);
  if (lines.length > 0) yield lines;
}

/** Cuts all whole lines; at the end of the text the last one needs no line feed. */
function cut(bytes: Uint8Array, quotes: boolean, end: boolean): { lines: Uint8Array[]; used: number } {
  const lines: Uint8Array[] = [];
  let start = 0;
  for (;;) {
    let next = quotes ? quotedLineEnd(bytes, start) : bytes.indexOf(LINE_FEED, start);
    if (next < 0 && (bytes.length - start > LONGEST_LINE || (end && quotes))) next = bytes.indexOf(LINE_FEED, start);
    if (next < 0 && bytes.length - start > LONGEST_LINE) next = bytes.length;
    if (next < 0) break;
    addLine(lines, bytes, start, next);
    start = next + 1;
  }
  if (end) addLine(lines, bytes, start, bytes.length);
  return { lines, used: Math.min(start, bytes.length) };
}

function addLine(lines: Uint8Array[], bytes: Uint8Array, start: number, end: number): void {
  const last = end > start && bytes[end - 1] === CARRIAGE_RETURN ? end - 1 : end;
  if (last > start) lines.push(bytes.subarray(start, last));
}

/** Index of the next line feed outside quotes; −1 = none. */
function quotedLineEnd(bytes: Uint8Array, start: number): number {
  let inside = false;
  for (let p = start; p < bytes.length; p++) {
    const byte = bytes[p]!;
    if (byte === QUOTE) inside = !inside;
    else if (byte === LINE_FEED && !inside) return p;
  }
  return -1;
}
