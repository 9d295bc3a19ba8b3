import { stringify } from "yaml";

/** A value as YAML in one line, as one would write it behind a key. */
export function inlineYaml(value: unknown): string {
  return stringify(value, { collectionStyle: "flow", flowCollectionPadding: true, lineWidth: 0 }).trim();
}
