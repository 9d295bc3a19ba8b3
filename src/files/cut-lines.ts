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
  const cutter = new LineCutter(quotes);
  for await (const chunk of chunks) {
    const lines = cutter.add(chunk);
    if (lines.length > 0) yield lines;
  }
  const lines = cutter.end();
  if (lines.length > 0) yield lines;
}

/** Remembers how far the unfinished line was looked through: a long one is not searched again with every chunk. */
class LineCutter {
  readonly #quotes: boolean;
  #bytes: Uint8Array = new Uint8Array(0);
  /** Where the unfinished line begins, and where the search goes on. */
  #start = 0;
  #at = 0;
  #inside = false;

  constructor(quotes: boolean) {
    this.#quotes = quotes;
  }

  /** The lines that a chunk completes. */
  add(chunk: Uint8Array): Uint8Array[] {
    const rest = this.#bytes.subarray(this.#start);
    this.#at -= this.#start;
    this.#start = 0;
    this.#bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    const lines = this.#wholeLines();
    while (this.#bytes.length - this.#start > LONGEST_LINE) {
      this.#giveUp(lines);
      lines.push(...this.#wholeLines());
    }
    return lines;
  }

  /** What is left at the end of the text; a last line needs no line feed. */
  end(): Uint8Array[] {
    const lines: Uint8Array[] = [];
    while (this.#inside && this.#bytes.indexOf(LINE_FEED, this.#start) >= 0) {
      this.#giveUp(lines);
      lines.push(...this.#wholeLines());
    }
    this.#take(lines, this.#bytes.length);
    return lines;
  }

  #wholeLines(): Uint8Array[] {
    const lines: Uint8Array[] = [];
    const bytes = this.#bytes;
    if (!this.#quotes) {
      for (let end = bytes.indexOf(LINE_FEED, this.#at); end >= 0; end = bytes.indexOf(LINE_FEED, end + 1))
        this.#take(lines, end);
      this.#at = bytes.length;
      return lines;
    }
    for (let at = this.#at; at < bytes.length; at++) {
      const byte = bytes[at]!;
      if (byte === QUOTE) this.#inside = !this.#inside;
      else if (byte === LINE_FEED && !this.#inside) this.#take(lines, at);
    }
    this.#at = bytes.length;
    return lines;
  }

  /** Gives the unfinished line out as far as its first line feed, and looks at what follows afresh. */
  #giveUp(lines: Uint8Array[]): void {
    const end = this.#bytes.indexOf(LINE_FEED, this.#start);
    this.#take(lines, end < 0 ? this.#bytes.length : end);
    this.#at = this.#start;
    this.#inside = false;
  }

  #take(lines: Uint8Array[], end: number): void {
    const bytes = this.#bytes;
    const last = end > this.#start && bytes[end - 1] === CARRIAGE_RETURN ? end - 1 : end;
    if (last > this.#start) lines.push(bytes.subarray(this.#start, last));
    this.#start = Math.min(end + 1, bytes.length);
  }
}
