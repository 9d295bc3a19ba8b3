import { z } from "zod";
import { StateError } from "../../learning/state-error.js";
import { digestOf, type Sections } from "../state/digest.js";
import { decodeManifest, type Manifest } from "../state/manifest.js";
import { parseJson, utf8 } from "../text.js";

const fileSchema = z.object({
  kind: z.literal("mixtide-state"),
  schema: z.literal(1),
  /** JSON text. */
  manifest: z.string(),
  /** Base64, by name. */
  sections: z.record(z.string(), z.string()),
});

/** A state as one file: JSON, with the manifest in plain sight. */
export function encodeStateFile(manifest: Manifest, sections: Sections): Uint8Array {
  const file: z.infer<typeof fileSchema> = {
    kind: "mixtide-state",
    schema: 1,
    manifest: JSON.stringify(manifest),
    sections: Object.fromEntries([...sections].map(([name, bytes]) => [name, Buffer.from(bytes).toString("base64")])),
  };
  return utf8(`${JSON.stringify(file, undefined, 1)}\n`);
}

/** @throws StateError when it is no state file, or damaged. */
export function decodeStateFile(bytes: Uint8Array): { readonly manifest: Manifest; readonly sections: Sections } {
  const result = fileSchema.safeParse(parseJson(bytes));
  if (!result.success) throw new StateError(`this is no exported state: ${z.prettifyError(result.error)}`);
  const manifest = decodeManifest(utf8(result.data.manifest));
  const sections = new Map<string, Uint8Array>();
  for (const [name, entry] of Object.entries(manifest.sections)) {
    const section = new Uint8Array(Buffer.from(result.data.sections[name] ?? "", "base64"));
    if (digestOf(section) !== entry.digest) throw new StateError(`the exported state is damaged in section "${name}"`);
    sections.set(name, section);
  }
  return { manifest, sections };
}
