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
  it("gives every setting", () => {
    const value: unknown = parse(exampleYaml());
    expect(
      settingsList()
        .filter(({ keys }) => valueAtPath(value, keys) === undefined)
        .map(({ path }) => path),
    ).toEqual([]);
  });

  it("is valid, and what has a default has it", () => {
    const { config } = loadConfig({ text: exampleYaml() });
    const { features, id, timestamp, weight, kafka, ...rest } = config;
    const sparse = loadConfig({
      text: `app: geyser\nsource: { topic: points, from: earliest }\nfeatures: [a]\nmodel: { components: 2 }\n`,
    });
    const { features: _, ...defaults } = sparse.config;
    expect(rest).toMatchObject(defaults);
    expect([features.length, id, timestamp, weight, kafka?.clientId]).toEqual([2, "id", "time", "count", "geyser-1"]);
  });
});
