import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { exampleYaml } from "../../src/config/example.js";
import { generatedFiles } from "../../src/config/generated-files.js";
import { loadConfig } from "../../src/config/load-config.js";
import { valueAtPath } from "../../src/config/setting-path.js";
import { settingsList } from "../../src/config/settings-list.js";

const root = new URL("../../", import.meta.url);

describe("generated files", () => {
  it.each([...generatedFiles()])("%s is up to date (else: npm run generate)", (path, content) => {
    expect(readFileSync(new URL(path, root), "utf8")).toBe(content);
  });

  it("nothing else lies among them", () => {
    const schemas = readdirSync(new URL("config/schema/", root)).map((name) => `config/schema/${name}`);
    expect(schemas.sort()).toEqual([...generatedFiles().keys()].filter((path) => path.startsWith("config/")).sort());
  });

  it("the reference names every setting and its variable", () => {
    const text = generatedFiles().get("docs/configuration.md") ?? "";
    for (const { path, variable } of settingsList()) {
      expect(text).toContain(`\`${path}\``);
      expect(text).toContain(`\`${variable}\``);
    }
  });
});

describe("the example with everything", () => {
  it("gives every setting, and of secrets the variable", () => {
    const text = exampleYaml();
    const value: unknown = parse(text);
    const absent = settingsList().filter(({ keys }) => valueAtPath(value, keys) === undefined);
    expect(absent.map(({ path }) => path)).toEqual(["kafka.sasl.password", "http.token"]);
    for (const { variable } of absent) expect(text).toContain(`# ${variable}\n`);
  });

  it("is valid, and what has a default has it", () => {
    const { config } = loadConfig({ text: exampleYaml() });
    const { features, id, timestamp, weight, kafka, http, ...rest } = config;
    const sparse = loadConfig({
      text: `app: geyser\nsource: { topic: points, from: earliest }\nfeatures: [a]\nmodel: { components: 2 }\n`,
    });
    const { features: _, ...defaults } = sparse.config;
    expect(rest).toMatchObject(defaults);
    expect([features.length, id, timestamp, weight, kafka?.clientId]).toEqual([2, "id", "time", "count", "geyser-1"]);
    expect([kafka?.sasl?.username, http?.host]).toEqual(["geyser", "127.0.0.1"]);
  });
});
