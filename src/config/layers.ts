import { jsonSchema, sectionsOf } from "./json-schema.js";
import type { Origin } from "./origin.js";
import type { Override } from "./overrides.js";
import { isMapping, type SettingPath, valueAtPath, withValueAt } from "./setting-path.js";
import { settingsList } from "./settings-list.js";
import type { YamlFile } from "./yaml-file.js";

/** File, environment and flags laid over each other, and where each value came from. */
export class Layers {
  /** What they say together, unchecked. */
  readonly value: unknown;
  readonly #file: YamlFile | undefined;
  readonly #overrides: ReadonlyMap<string, Override>;

  /** @param overrides later ones take precedence. */
  constructor(file: YamlFile | undefined, overrides: readonly Override[]) {
    this.#file = file;
    this.#overrides = new Map(overrides.map((override) => [override.setting.path, override]));
    let value = withoutEmptySections(file?.value ?? {});
    for (const { setting, value: inner } of this.#overrides.values()) value = withValueAt(value, setting.keys, inner);
    this.value = value;
  }

  /** Where the value at a path came from, or its key; where there is none, where it would belong. */
  originOf(path: SettingPath, part: "key" | "value"): Origin | undefined {
    for (let length = path.length; length > 0; length--) {
      const override = this.#overrides.get(path.slice(0, length).join("."));
      if (override !== undefined) return override.origin;
    }
    return this.#file?.originOf(path, part);
  }

  /** Where each setting came from, by path. */
  provenance(): ReadonlyMap<string, Origin> {
    return new Map(
      settingsList().map(({ keys, path }) => {
        const given = valueAtPath(this.value, keys) !== undefined;
        return [path, (given ? this.originOf(keys, "key") : undefined) ?? { from: "default" }];
      }),
    );
  }
}

/** A section whose keys are all commented out is null in YAML, and meant to be absent. */
function withoutEmptySections(value: unknown): unknown {
  if (!isMapping(value)) return value;
  const sections = sectionsOf(jsonSchema());
  return Object.fromEntries(Object.entries(value).filter(([key, inner]) => inner !== null || !sections.has(key)));
}
