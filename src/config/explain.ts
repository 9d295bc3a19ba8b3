import { inlineYaml } from "./inline-yaml.js";
import type { LoadedConfig } from "./load-config.js";
import { originText } from "./origin.js";
import { isSecretKey } from "./secrets.js";
import { valueAtPath } from "./setting-path.js";
import { settingsList } from "./settings-list.js";
import { writtenWithUnit } from "./units.js";

/** A setting, its value and where that came from. */
export interface ExplainedSetting {
  readonly path: string;
  /** As one would write it; `not set` where there is no value; secrets are masked. */
  readonly value: string;
  readonly origin: string;
}

/** Every setting of a configuration, and where its value came from: for `config explain`. */
export function explain({ config, provenance }: LoadedConfig): ExplainedSetting[] {
  return settingsList().map(({ keys, path, schema }) => {
    const value = writtenWithUnit(valueAtPath(config, keys), schema.title);
    const origin = originText(provenance.get(path) ?? { from: "default" });
    return { path, value: value !== undefined && keys.some(isSecretKey) ? "***" : shown(value), origin };
  });
}

function shown(value: unknown): string {
  return value === undefined ? "not set" : inlineYaml(value);
}
