import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { describe, expect, it } from "vitest";

const root = new URL("../../", import.meta.url);
const source = (path: string): string => readFileSync(new URL(path, root), "utf8");

/** What a module imports when it runs, types erased. */
function importsOf(path: string): string[] {
  const compilerOptions = {
    module: ts.ModuleKind.ESNext,
    target: ts.ScriptTarget.ES2023,
    verbatimModuleSyntax: true,
  };
  const { outputText } = ts.transpileModule(source(path), { fileName: path, compilerOptions });
  return ts.preProcessFile(outputText).importedFiles.map(({ fileName }) => fileName);
}

/** All modules that are loaded with an entry point: files of src/, and packages. */
function loadedWith(entry: string): { files: string[]; packages: string[] } {
  const files = new Set<string>();
  const packages = new Set<string>();
  const visit = (path: string): void => {
    if (files.has(path)) return;
    files.add(path);
    for (const name of importsOf(path)) {
      if (!name.startsWith(".")) packages.add(name);
      else visit(new URL(name.replace(/\.js$/, ".ts"), new URL(path, "file:///")).pathname.slice(1));
    }
  };
  visit(entry);
  return { files: [...files], packages: [...packages] };
}

describe("entry points", () => {
  it.each(["index", "rx", "kafka", "testing", "threads"])("src/%s.ts holds nothing but re-exports", (name) => {
    const file = ts.createSourceFile(name, source(`src/${name}.ts`), ts.ScriptTarget.ES2023);
    expect(file.statements.length).toBeGreaterThan(0);
    for (const statement of file.statements)
      expect(ts.isExportDeclaration(statement) && statement.moduleSpecifier !== undefined).toBe(true);
  });

  it("mixtide loads mathematics only", () => {
    const { files, packages } = loadedWith("src/index.ts");
    expect(packages).toEqual(["ml-matrix"]);
    expect(files).toContain("src/kernel/reference/reference-kernel.ts");
    expect(
      files.filter(
        (file) =>
          !/^src\/(index\.ts|(mixture|statistics|em|learning|drift|lifecycle|anomaly|random|kernel|checksum)\/|format\/mixture-of\.ts)/.test(
            file,
          ),
      ),
    ).toEqual([]);
  });

  it("mixtide/rx adds rxjs and operators", () => {
    const { files, packages } = loadedWith("src/rx.ts");
    expect(packages).toEqual(["rxjs", "ml-matrix"]);
    expect(files).toContain("src/learning/learner.ts");
    expect(
      files.filter(
        (file) =>
          !/^src\/(rx\.ts|(rx|mixture|statistics|em|learning|drift|lifecycle|anomaly|random|kernel|checksum)\/|format\/mixture-of\.ts)/.test(
            file,
          ),
      ),
    ).toEqual([]);
  });

  it("mixtide/testing loads the memory broker only", () => {
    const { files, packages } = loadedWith("src/testing.ts");
    expect(packages).toEqual(["rxjs"]);
    expect(files).toContain("src/broker/memory/client/link.ts");
    expect(files.filter((file) => !/^src\/(testing\.ts|broker\/)/.test(file))).toEqual([]);
  });

  it("mixtide/threads adds worker threads of Node", () => {
    const { files, packages } = loadedWith("src/threads.ts");
    expect(packages.every((name) => name.startsWith("node:"))).toBe(true);
    expect(files.filter((file) => !/^src\/(threads|mixture|statistics|em|anomaly|random|kernel)\b/.test(file))).toEqual(
      [],
    );
  });

  it("mixtide and mixtide/rx use nothing that browsers lack", () => {
    const { options } = ts.parseJsonConfigFileContent(
      { extends: "./tsconfig.json", compilerOptions: { types: [], lib: ["ES2023", "DOM"] }, files: [] },
      ts.sys,
      fileURLToPath(root),
    );
    const files = ["src/index.ts", "src/rx.ts"].map((path) => fileURLToPath(new URL(path, root)));
    const program = ts.createProgram(files, options);
    const messages = ts.getPreEmitDiagnostics(program).map(({ file, messageText }) => {
      const text = ts.flattenDiagnosticMessageText(messageText, "\n");
      return `${file?.fileName}: ${text}`;
    });
    expect(messages).toEqual([]);
  });
});
