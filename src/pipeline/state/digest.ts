import { createHash } from "node:crypto";

/** Named byte strings; the unit in which state is written. */
export type Sections = ReadonlyMap<string, Uint8Array>;

/** SHA-256 in hexadecimal. */
export const digestOf = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

/** Digests of all sections, by name. */
export function digestsOf(sections: Sections): Map<string, string> {
  return new Map([...sections].map(([name, bytes]) => [name, digestOf(bytes)]));
}

/** One digest over named sections, whatever their order: what the journal holds of a learner's state. */
export function combinedDigest(digests: ReadonlyMap<string, string>): string {
  const hash = createHash("sha256");
  for (const name of [...digests.keys()].sort()) hash.update(`${name}\0${digests.get(name)}\n`);
  return hash.digest("hex");
}
