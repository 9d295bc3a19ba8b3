import { createReadStream } from "node:fs";
import { Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { FileError } from "./file-error.js";

/** Standard input, as a file name. */
export const STANDARD_INPUT = "-";

/** How a file is called in messages and records. */
export function displayName(path: string): string {
  return path === STANDARD_INPUT ? "standard input" : path;
}

/**
 * The bytes of a file, in chunks as they are asked for; gzip is known by its first two bytes, not by its name.
 *
 * @param standardInput what `-` stands for.
 * @throws the file system's error when the file cannot be opened, FileError when gzip is damaged.
 */
export async function* openBytes(
  path: string,
  standardInput: AsyncIterable<Uint8Array> = process.stdin,
): AsyncGenerator<Uint8Array> {
  const raw = path === STANDARD_INPUT ? standardInput : createReadStream(path);
  const chunks = withFirst(raw[Symbol.asyncIterator]());
  const { value: first } = await chunks.next();
  if (first === undefined) return;
  if (first[0] !== 0x1f || first[1] !== 0x8b) {
    yield first;
    yield* chunks;
    return;
  }
  try {
    yield* Readable.from(prepend(first, chunks)).pipe(createGunzip());
  } catch (error) {
    throw new FileError(displayName(path), `damaged gzip: ${(error as Error).message}`, error);
  }
}

/** Chunks, the first of which has two bytes at least, if there are so many. */
async function* withFirst(iterator: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    let first: Uint8Array = new Uint8Array(0);
    while (first.length < 2) {
      const { done, value } = await iterator.next();
      if (done) {
        if (first.length > 0) yield first;
        return;
      }
      first = Buffer.concat([first, value]);
    }
    // Given out before more is asked for: a quiet terminal or tail -f must not hold back what it has said.
    yield first;
    for (let next = await iterator.next(); !next.done; next = await iterator.next()) yield next.value;
  } finally {
    await iterator.return?.();
  }
}

async function* prepend(first: Uint8Array, rest: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield first;
  yield* rest;
}
