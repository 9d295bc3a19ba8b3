import { FileError } from "./file-error.js";

/** Rows in one record: a message that holds several points. */
const ROWS = 1000;

/**
 * Cuts packed rows into records of up to a thousand rows.
 *
 * @param rowBytes bytes of a row.
 * @throws FileError when the file ends in the middle of a row.
 */
export async function* cutRows(
  chunks: AsyncIterable<Uint8Array>,
  rowBytes: number,
  file: string,
): AsyncGenerator<readonly Uint8Array[]> {
  let rest: Uint8Array = new Uint8Array(0);
  for await (const chunk of chunks) {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    const whole = Math.floor(rest.length / (rowBytes * ROWS)) * rowBytes * ROWS;
    if (whole > 0) yield recordsOf(rest.subarray(0, whole), rowBytes);
    rest = rest.subarray(whole);
  }
  if (rest.length % rowBytes !== 0)
    throw new FileError(
      file,
      `ends in the middle of a row: rows have ${rowBytes} bytes, ${rest.length % rowBytes} are left`,
    );
  if (rest.length > 0) yield recordsOf(rest, rowBytes);
}

function recordsOf(bytes: Uint8Array, rowBytes: number): Uint8Array[] {
  const size = rowBytes * ROWS;
  return Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) => bytes.subarray(i * size, (i + 1) * size));
}
