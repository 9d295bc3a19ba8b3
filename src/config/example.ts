import { inlineYaml } from "./inline-yaml.js";
import { schemaAt } from "./json-schema.js";
import { isSecretKey } from "./secrets.js";
import { type Setting, settingsList } from "./settings-list.js";

/** Values for the settings that have no default. */
const SAMPLES: Readonly<Record<string, unknown>> = {
  app: "geyser",
  "kafka.brokers": ["localhost:9092"],
  "kafka.clientId": "geyser-1",
  "kafka.sasl.mechanism": "scram-sha-512",
  "kafka.sasl.username": "geyser",
  "kafka.sasl.passwordFile": "secrets/password",
  "kafka.sasl.tokenFile": "secrets/token",
  "http.port": 8080,
  "http.names": ["mixtide.example.org"],
  "http.tokenFile": "secrets/http-token",
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

/** A file that gives every setting, each with what it means; those that have a default have it. Secrets are named. */
export function exampleYaml(): string {
  const opened = new Set<string>();
  const lines = settingsList().flatMap((setting) => {
    const sections = setting.keys.slice(0, -1).flatMap((key, depth) => {
      const path = setting.keys.slice(0, depth + 1);
      if (opened.has(path.join("."))) return [];
      opened.add(path.join("."));
      const indent = INDENT.repeat(depth);
      return [...comment(schemaAt(path)?.description, indent), `${indent}${key}:`];
    });
    return [...sections, ...settingLines(setting, INDENT.repeat(setting.keys.length - 1))];
  });
  return `${lines.join("\n")}\n`;
}

const INDENT = "  ";

function settingLines({ keys, path, schema, variable }: Setting, indent: string): string[] {
  if (keys.some(isSecretKey)) return [...comment(schema.description, indent), `${indent}# ${variable}`];
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
