import { describe, expect, it } from "vitest";
import { loadConfig } from "../../src/config/load-config.js";
import { complaintsAbout, errorOf, GEYSER } from "./problems-of.js";

describe("a file that is not YAML is refused with the place", () => {
  it.each([
    ["app: 'a\nb: 1\n", "pipeline.yaml:3:1  a quote, bracket, brace, comma or colon is missing"],
    ["app: a\nmodel:\n\t- b\n", "pipeline.yaml:3:1  indentation must be spaces, not tabs"],
    [
      "app: a: b\n",
      "pipeline.yaml:1:6  a second colon in one line: put the text in quotes, or the mapping on lines of its own",
    ],
    ["app: @a\n", "pipeline.yaml:1:6  a text cannot begin with this character: put it in quotes"],
    [
      'app: "\\q"\n',
      "pipeline.yaml:1:7  bad escape sequence in double quotes: write \\\\ for a backslash, or use single quotes",
    ],
    ["app: !new a\n", "pipeline.yaml:1:6  unknown tag (!name): only plain YAML is read"],
    ["app: a\n---\napp: b\n", "pipeline.yaml:2:1  a second document begins here: one file holds one pipeline"],
    ["? { a: 1 }\n: 2\n", "pipeline.yaml:1:3  a key must be a text"],
    ["app: *name\n", "pipeline.yaml:1:6  an alias has no anchor before it"],
  ])("%j", (text, complaint) => {
    expect(complaintsAbout(text)).toEqual([complaint]);
  });

  it("a doubled key is named, and so is everything else that is wrong", () => {
    expect(
      complaintsAbout(`${GEYSER}commit:\n  interval: 1s\n  interval: 2s\nfeatures: [{ path: a, path: 1 }]\n`),
    ).toEqual([
      "pipeline.yaml:7:3  commit.interval  duplicate key",
      "pipeline.yaml:8:1  features  duplicate key",
      "pipeline.yaml:8:23  features[0].path  duplicate key",
      "pipeline.yaml:8:29  features[0].path  expected text, found 1",
    ]);
  });

  it("deep nesting is refused", () => {
    const [complaint] = complaintsAbout(`app: ${"[".repeat(10_000)}`);
    expect(complaint).toContain("nested too deeply");
  });
});

describe("anchors and aliases", () => {
  it("are followed, and errors point at the anchor", () => {
    const text = GEYSER.replace("components: 2", "components: &k 2, miniBatch: *k");
    expect(loadConfig({ text }).config.model).toMatchObject({ components: 2, miniBatch: 2 });
    expect(complaintsAbout(text.replace("&k 2", "&k two"))).toEqual([
      'pipeline.yaml:4:25  model.components  expected whole number ≥ 1 | { min, max } | auto, found "two"',
      'pipeline.yaml:4:41  model.miniBatch  expected whole number ≥ 1, found "two"',
    ]);
  });

  it("point into what is repeated", () => {
    const text =
      "app: a\nsource: { topic: a, from: latest }\nmodel: { components: 1 }\nfeatures: [&f { path: 3 }, *f]\n";
    expect(errorOf({ text }).problems.map(({ path, origin }) => [path, origin])).toEqual([
      ["features[0].path", { from: "file", file: "pipeline.yaml", line: 4, column: 23 }],
      ["features[1].path", { from: "file", file: "pipeline.yaml", line: 4, column: 23 }],
    ]);
  });

  it("that multiply without end are refused", () => {
    const bomb = ["a: &a [x,x,x,x,x,x,x,x,x]"];
    for (let i = 1; i < 12; i++) {
      const below = String.fromCharCode(96 + i);
      const name = String.fromCharCode(97 + i);
      bomb.push(`${name}: &${name} [${Array(9).fill(`*${below}`).join(",")}]`);
    }
    expect(complaintsAbout(`${bomb.join("\n")}\n`)).toEqual(["pipeline.yaml:1:1  aliases repeat more than 100 values"]);
  });

  it("that contain themselves are refused", () => {
    expect(complaintsAbout(GEYSER.replace("[eruptions, waiting]", "&f [a, *f]"))[0]).toContain("features[1]");
  });

  it("do not merge", () => {
    expect(complaintsAbout(`${GEYSER}<<: { id: a }\n`)[0]).toContain("pipeline.yaml:5:1  <<  unknown key");
  });
});
