import { extname } from "node:path";

/** How a file holds its records. */
export const FILE_FORMATS = ["csv", "ndjson", "json", "packed-float64", "packed-float32"] as const;
export type FileFormat = (typeof FILE_FORMATS)[number];

const BY_EXTENSION: Readonly<Record<string, FileFormat>> = {
  ".csv": "csv",
  ".tsv": "csv",
  ".txt": "csv",
  ".ndjson": "ndjson",
  ".jsonl": "ndjson",
  ".json": "json",
  ".f64": "packed-float64",
  ".f32": "packed-float32",
};

/** The format that a file's name promises (`.gz` aside), or undefined. */
export function formatByName(path: string): FileFormat | undefined {
  return BY_EXTENSION[extname(path.replace(/\.gz$/i, "")).toLowerCase()];
}

/** The format that a text's first bytes look like: JSON begins with a bracket or brace, anything else is CSV. */
export function formatByContent(first: Uint8Array): FileFormat {
  const character = first.find((byte) => byte > 0x20);
  return character === 0x7b || character === 0x5b ? "ndjson" : "csv";
}
