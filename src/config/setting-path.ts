/** The way to a value: keys of mappings and 0-based places in lists. */
export type SettingPath = readonly (string | number)[];

/** A path for people: `features[0].transform`. */
export function pathText(path: SettingPath): string {
  return path.map((step, i) => (typeof step === "number" ? `[${step}]` : i === 0 ? step : `.${step}`)).join("");
}

export function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The value at a path; `undefined` where there is none. Only own properties count. */
export function valueAtPath(value: unknown, path: SettingPath): unknown {
  for (const step of path) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, step)) return undefined;
    value = (value as Record<string | number, unknown>)[step];
  }
  return value;
}

/**
 * A copy of `value` with `inner` at a path of keys; mappings on the way that are absent or empty are made. Where
 * something else is in the way, nothing changes: the check of the whole names it.
 */
export function withValueAt(value: unknown, keys: readonly string[], inner: unknown): unknown {
  const [key, ...rest] = keys;
  if (key === undefined) return inner;
  const mapping = value ?? {};
  if (!isMapping(mapping)) return value;
  const before = Object.hasOwn(mapping, key) ? mapping[key] : undefined;
  return { ...mapping, [key]: withValueAt(before, rest, inner) };
}
