export interface Family {
  type: string;
  help: string;
  /** By labels as written, sorted; "" = none. */
  readonly samples: Map<string, number>;
}

const COMMENT = /^# (HELP|TYPE) ([a-zA-Z_:][\w:]*) (.+)$/;
const SAMPLE = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? ([^ ]+)$/;
const LABEL = /([a-zA-Z_]\w*)="((?:[^"\\\n]|\\["\\n])*)"(?:,|$)/gy;

/**
 * Reads the text format of Prometheus strictly; throws on anything that is not in it.
 *
 * Source: https://prometheus.io/docs/instrumenting/exposition_formats/, version 0.0.4.
 */
export function parseMetrics(text: string): ReadonlyMap<string, Family> {
  if (!text.endsWith("\n")) throw new Error("the last line does not end");
  const families = new Map<string, Family>();
  for (const line of text.split("\n")) if (line !== "") readLine(line, families);
  return families;
}

function readLine(line: string, families: Map<string, Family>): void {
  const comment = COMMENT.exec(line);
  if (comment !== null) {
    const [, kind, name, rest] = comment as unknown as [string, string, string, string];
    const family = families.get(name) ?? { type: "", help: "", samples: new Map() };
    families.set(name, family);
    if (kind === "HELP") family.help = rest;
    else family.type = rest;
    return;
  }
  const sample = SAMPLE.exec(line);
  if (sample === null) throw new Error(`not a line of the format: ${line}`);
  const [, name, labels = "", value] = sample as unknown as [string, string, string | undefined, string];
  const family = families.get(name) ?? families.get(name.replace(/_(bucket|sum|count)$/, ""));
  if (family === undefined || family.type === "") throw new Error(`a sample before its TYPE: ${line}`);
  const key =
    name.endsWith("_sum") || name.endsWith("_count") ? name.slice(name.lastIndexOf("_") + 1) : labelsOf(labels);
  if (family.samples.has(key)) throw new Error(`twice: ${line}`);
  family.samples.set(key, numberOf(value, line));
}

function labelsOf(text: string): string {
  const pairs: string[] = [];
  LABEL.lastIndex = 0;
  let end = 0;
  for (const match of text.matchAll(LABEL)) {
    pairs.push(`${match[1]}=${match[2]}`);
    end = match.index + match[0].length;
  }
  if (end !== text.length) throw new Error(`labels cannot be read: ${text}`);
  return pairs.sort().join(",");
}

function numberOf(text: string, line: string): number {
  if (/^nan$/i.test(text)) return Number.NaN; // Prometheus reads any case, and prom-client writes Nan
  const value = text === "+Inf" ? Infinity : Number(text);
  if (Number.isNaN(value)) throw new Error(`no number: ${line}`);
  return value;
}
