const MASK = "***";
/** Shorter texts are no secrets, and masking them would eat half of every line. */
const SECRET_LENGTH_MIN = 4;
const TEXT_LENGTH_MAX = 1000;
const ITEMS_MAX = 50;
const DEPTH_MAX = 4;

const SECRET_KEY =
  /(?:pass(?:word|phrase|wd)?|secret|token|credentials?|authorization|sasl|(?:api|private|access|client)[-_]?key)$/i;
const SECRET_TEXTS: readonly (readonly [RegExp, string])[] = [
  [/[^\s:/@]+:[^\s/@]+(?=@)/g, MASK],
  [/((?:password|passphrase|passwd|secret|token)["']?\s*[=:]\s*)(?:"[^"]*"?|'[^']*'?|[^\s;,&}]+)/gi, `$1${MASK}`],
  [/\b(Bearer\s+)[A-Za-z0-9._~+/-]{8,}=*/gi, `$1${MASK}`],
];

/**
 * Makes values fit to be seen: what is a secret, by being known, by its key or by its form, is masked, and everything is
 * bounded in length, breadth and depth.
 */
export class Redactor {
  readonly #secrets: readonly string[];

  /** @param secrets texts that must not be seen, whatever they are part of. */
  constructor(secrets: readonly string[] = []) {
    const forms = secrets.flatMap((secret) => [secret, inJson(secret), encodeURIComponent(secret), base64(secret)]);
    // Longest first: a secret may be part of another.
    this.#secrets = [...new Set(forms)]
      .filter(({ length }) => length >= SECRET_LENGTH_MIN)
      .sort((a, b) => b.length - a.length);
  }

  text(text: string): string {
    // Known secrets before the cut, or half of one might be left.
    const known = this.known(text);
    const short = known.length > TEXT_LENGTH_MAX ? `${known.slice(0, TEXT_LENGTH_MAX)}…` : known;
    return SECRET_TEXTS.reduce((masked, [form, mask]) => masked.replace(form, mask), short);
  }

  /** Masks known secrets only. */
  known(text: string): string {
    return this.#secrets.reduce((masked, secret) => masked.replaceAll(secret, MASK), text);
  }

  /** A copy as plain data; errors become their type, message and causes. */
  value(value: unknown, depth = 0): unknown {
    if (typeof value === "string") return this.text(value);
    if (typeof value === "bigint") return String(value);
    if (typeof value !== "object" || value === null) return value;
    if (value instanceof Uint8Array) return `${value.length} bytes`;
    if (depth >= DEPTH_MAX) return "…";
    if (Array.isArray(value)) return value.slice(0, ITEMS_MAX).map((item) => this.value(item, depth + 1));
    return this.#fields(value instanceof Map ? value : Object.entries(errorFields(value)), depth);
  }

  #fields(entries: Iterable<[unknown, unknown]>, depth: number): Record<string, unknown> {
    const fields: Record<string, unknown> = {};
    let room = ITEMS_MAX;
    for (const [key, value] of entries) {
      if (room-- === 0) return { ...fields, "…": "more" };
      const name = this.text(String(key));
      fields[name] = SECRET_KEY.test(name) ? MASK : this.value(value, depth + 1);
    }
    return fields;
  }
}

/** Operating errors are told without a stack: where they were made helps nobody. */
function errorFields(value: object): object {
  if (!(value instanceof Error)) return value;
  const { name, message, cause } = value;
  return cause === undefined ? { type: name, message } : { type: name, message, cause };
}

const inJson = (secret: string): string => JSON.stringify(secret).slice(1, -1);
const base64 = (secret: string): string => Buffer.from(secret).toString("base64").replace(/=+$/, "");
