import { cutLines } from "./cut-lines.js";
import { FileError } from "./file-error.js";

/** A JSON document is read whole; beyond this size it has to come line by line. */
const LARGEST_DOCUMENT = 256 * 1024 * 1024;
const ELEMENTS = 1000;

/**
 * The elements of a JSON document that is one array, each as the bytes of a record of its own. A document of several
 * lines that each hold JSON is taken as NDJSON.
 *
 * @throws FileError when it is neither, or too large to be read whole.
 */
export async function* cutJson(chunks: AsyncIterable<Uint8Array>, file: string): AsyncGenerator<readonly Uint8Array[]> {
  const text = await whole(chunks, file);
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (error) {
    if (!isJsonLine(text)) throw new FileError(file, `not JSON: ${(error as Error).message}`, error);
    yield* cutLines(once(Buffer.from(text)), false);
    return;
  }
  const elements = Array.isArray(document) ? document : [document];
  for (let from = 0; from < elements.length; from += ELEMENTS)
    yield elements.slice(from, from + ELEMENTS).map((element) => Buffer.from(JSON.stringify(element)));
}

async function whole(chunks: AsyncIterable<Uint8Array>, file: string): Promise<string> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of chunks) {
    parts.push(chunk);
    bytes += chunk.length;
    if (bytes > LARGEST_DOCUMENT)
      throw new FileError(file, "a JSON document of more than 256 MB: give one record a line (--format ndjson)");
  }
  return Buffer.concat(parts).toString("utf8");
}

function isJsonLine(text: string): boolean {
  try {
    JSON.parse(text.slice(0, text.indexOf("\n")));
    return true;
  } catch {
    return false;
  }
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
