import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";

/** Values imported when a module is loaded; `import()` is not among them, nor are types. */
const STATIC_IMPORT = /^(?:import|export) (?!type )(?:[^;"]*? from )?"([^"]+)";/gm;

/** Everything that is loaded with modules: files of src, and names of packages. */
function loadedWith(...files: readonly string[]): Set<string> {
  const loaded = new Set<string>();
  const load = (file: string): void => {
    if (loaded.has(file)) return;
    loaded.add(file);
    for (const [, name = ""] of readFileSync(file, "utf8").matchAll(STATIC_IMPORT))
      if (name.startsWith(".")) load(join(dirname(file), name.replace(/\.js$/, ".ts")));
      else loaded.add(name);
  };
  files.forEach(load);
  return loaded;
}

const packages = (loaded: ReadonlySet<string>): string[] =>
  [...loaded].filter((name) => !name.startsWith("src/") && !name.startsWith("node:")).sort();

test("the command line is there before anything is loaded that it works with", () => {
  const loaded = loadedWith("src/cli/main.ts", "src/cli/commands/demo.ts");
  expect(packages(loaded)).toEqual(["commander"]);
});

test("the first label needs the pipeline, and nothing that reads YAML, draws, fits on threads, serves or reaches Kafka", () => {
  const loaded = loadedWith("src/cli/demo/stream-faithful.ts");
  expect(loaded).toContain("src/pipeline/embedded/run-embedded.ts");
  expect(loaded).toContain("rxjs");
  for (const needless of ["yaml", "kafkajs", "hono", "pino", "prom-client"]) expect(loaded).not.toContain(needless);
  const folders = /^src\/(plot|threads|readers|server\/(?!settings)|telemetry\/(?!settings)|broker\/kafka)\/?/;
  expect([...loaded].filter((file) => folders.test(file))).toEqual([]);
});
