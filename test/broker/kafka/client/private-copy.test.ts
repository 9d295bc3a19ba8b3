import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Mend, PrivateCopy } from "../../../../src/broker/kafka/client/private-copy.js";

describe("a private copy of a package", () => {
  let root: string;
  const write = (file: string, text: string) => writeFileSync(join(root, file), text);
  const mend = (file: string, text: string, from: string, to: string): Mend => {
    const sha256 = createHash("sha256").update(text).digest("hex");
    return { file, sha256, why: "because", edits: [{ from, to }] };
  };

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "mixtide-copy-"));
    mkdirSync(join(root, "lib"));
    write("package.json", '{"type":"commonjs"}');
  });
  afterEach(() => rmSync(root, { recursive: true }));

  it("loads modules, folders and JSON as CommonJS does, each once", () => {
    write(
      "index.js",
      "const a = require('./lib/a'); module.exports = { a, again: require('./lib/a.js'), lib: require('./lib'), data: require('./data') }",
    );
    write("lib/a.js", "exports.count = (exports.count || 0) + 1; exports.path = require('path').sep");
    write("lib/index.js", "module.exports = __dirname + '|' + __filename");
    write("data.json", '{"x":1}');
    const loaded = new PrivateCopy(root, []).load<Record<string, unknown>>("index");
    expect(loaded.a).toBe(loaded.again);
    expect(loaded.a).toEqual({ count: 1, path: "/" });
    expect(loaded.lib).toBe(`${join(root, "lib")}|${join(root, "lib", "index.js")}`);
    expect(loaded.data).toEqual({ x: 1 });
  });

  it("lets modules require each other in a circle", () => {
    write("index.js", "exports.name = 'one'; exports.other = require('./lib/b').name");
    write("lib/b.js", "exports.name = require('../index').name + ' and two'");
    expect(new PrivateCopy(root, []).load("index")).toEqual({ name: "one", other: "one and two" });
  });

  it("mends its own modules and leaves those of others alone", () => {
    const text = "exports.value = 'broken'";
    write("index.js", text);
    const copy = new PrivateCopy(root, [mend("index.js", text, "broken", "mended")]);
    expect(copy.load("index")).toEqual({ value: "mended" });
    expect(createRequire(import.meta.url)(join(root, "index.js"))).toEqual({ value: "broken" });
    expect(copy.load("index")).not.toBe(new PrivateCopy(root, []).load("index"));
  });

  it("refuses at once a file other than the one that the mend was made for", () => {
    write("index.js", "exports.value = 'other'");
    const other = mend("index.js", "exports.value = 'broken'", "broken", "mended");
    expect(() => new PrivateCopy(root, [other])).toThrow(/index\.js.*exact version/);
  });

  it.each([
    ["not at all", "exports.value = 'fine'", 0],
    ["twice", "exports.broken = 'broken'", 2],
  ])("refuses an edit whose text occurs %s", (_, text, times) => {
    write("index.js", text);
    expect(() => new PrivateCopy(root, [mend("index.js", text, "broken", "x")])).toThrow(`occurs ${times} times`);
  });

  it("names a module that is not there", () => {
    expect(() => new PrivateCopy(root, []).load("absent")).toThrow(/absent/);
  });
});
