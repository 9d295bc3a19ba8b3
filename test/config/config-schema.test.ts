import { describe, expect, it } from "vitest";
import { z } from "zod";
import { configSchema } from "../../src/config/config-schema.js";
import { alternatives, jsonSchema, type SchemaNode } from "../../src/config/json-schema.js";
import { settingsList } from "../../src/config/settings-list.js";
import { decoderSettings, labelSettings } from "../../src/format/settings.js";
import { pipelineSettings } from "../../src/pipeline/settings.js";

/** Paths of all leaves of an object schema. */
function leaves(node: SchemaNode, above: string): string[] {
  if (node.properties === undefined) return [above];
  return Object.entries(node.properties).flatMap(([key, child]) =>
    leaves(child as SchemaNode, above === "" ? key : `${above}.${key}`),
  );
}

const leavesOf = (schema: z.ZodType, above = "") =>
  leaves(z.toJSONSchema(schema, { io: "input" }) as SchemaNode, above);

describe("the schema of a configuration", () => {
  const known = new Set(settingsList().map(({ path }) => path));

  it("has every setting of the pipeline, the decoders and the labels", () => {
    const pipeline = leavesOf(pipelineSettings).map((path) => (path === "from" ? "source.from" : path));
    const expected = [...pipeline, ...leavesOf(decoderSettings, "source"), ...leavesOf(labelSettings, "labels")];
    expect(expected.filter((path) => !known.has(path))).toEqual([]);
  });

  it("has their defaults", () => {
    const config = configSchema.parse({
      app: "a",
      source: { topic: "t", from: "earliest" },
      features: ["x"],
      model: { components: 1 },
    });
    expect(config).toMatchObject((({ from: _, ...rest }) => rest)(pipelineSettings.parse({ from: "earliest" })));
    expect(config.source).toEqual({ topic: "t", from: "earliest", ...decoderSettings.parse({}) });
    expect(config.labels).toEqual(labelSettings.parse({}));
  });

  it("is closed: no mapping in it takes unknown keys", () => {
    const open: string[] = [];
    const visit = (node: SchemaNode, path: string): void => {
      for (const option of alternatives(node)) {
        if (option.type === "object" && option.additionalProperties !== false) open.push(path);
        for (const [key, child] of Object.entries(option.properties ?? {}))
          visit(child as SchemaNode, `${path}.${key}`);
        if (option.items !== undefined) visit(option.items as SchemaNode, `${path}[]`);
      }
    };
    visit(jsonSchema(), "");
    expect(open).toEqual([]);
  });

  it("describes every setting", () => {
    expect(
      settingsList()
        .filter(({ schema }) => !schema.description)
        .map(({ path }) => path),
    ).toEqual([]);
  });
});
