import { inlineYaml } from "./inline-yaml.js";
import { jsonSchema, sectionsOf } from "./json-schema.js";
import { type Setting, settingsList } from "./settings-list.js";

/** Values for the settings that have no default. */
const SAMPLES: Readonly<Record<string, unknown>> = {
  app: "geyser",
  "kafka.brokers": ["localhost:9092"],
  "kafka.clientId": "geyser-1",
  "source.topic": "points",
  "source.from": "earliest",
  "source.columns": ["id", "time", "eruptions", "waiting", "count"],
  features: ["eruptions", { path: "waiting", transform: "log" }],
  id: "id",
  timestamp: "time",
  weight: "count",
  "model.components": 2,
  "model.warmup": 1000,
  "model.scale": "none",
};

/** A file that gives every setting, each with what it means; those that have a default have it. */
export function exampleYaml(): string {
  const sections = sectionsOf(jsonSchema());
  const opened = new Set<string>();
  const lines = settingsList().flatMap((setting) => {
    const [top] = setting.keys as [string];
    const section = sections.get(top);
    if (section === undefined) return settingLines(setting, "");
    const opening = opened.has(top) ? [] : [...comment(section.description, ""), `${top}:`];
    opened.add(top);
    return [...opening, ...settingLines(setting, "  ")];
  });
  return `${lines.join("\n")}\n`;
}

function settingLines({ keys, path, schema }: Setting, indent: string): string[] {
  const value = schema.default === undefined ? SAMPLES[path] : schema.default;
  return [...comment(schema.description, indent), `${indent}${keys.at(-1)}: ${inlineYaml(value)}`];
}

const WIDTH = 110;

function comment(text: string | undefined, indent: string): string[] {
  const lines: string[] = [];
  for (const word of (text ?? "").split(" ")) {
    const last = lines.at(-1);
    if (last === undefined || last.length + word.length >= WIDTH) lines.push(`${indent}# ${word}`);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
}
