import { readdirSync, readFileSync } from "node:fs";
import * as rxjs from "rxjs";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import * as mixtide from "../../src/index.js";
import * as rx from "../../src/rx.js";

/** An `@example` of a doc comment: a program, and what it prints, as comments at its end. */
interface Example {
  readonly of: string;
  readonly program: string;
  readonly printed: readonly string[];
}

const folder = new URL("../../src/rx/", import.meta.url);
const documented = /\/\*\*((?:(?!\*\/)[\s\S])*?)\*\/\nexport (?:function|class|const) (\w+)/g;

function examplesIn(file: string): Example[] {
  return [...readFileSync(new URL(file, folder), "utf8").matchAll(documented)].flatMap(([, comment, name]) => {
    const lines = comment!.split("\n").map((line) => line.replace(/^ \* ?/, "").trimEnd());
    const at = lines.indexOf("@example");
    if (at < 0) return [];
    const end = lines.findIndex((line, i) => i > at && line.startsWith("@"));
    return [exampleOf(name!, lines.slice(at + 1, end < 0 ? undefined : end))];
  });
}

function exampleOf(name: string, lines: string[]): Example {
  const code = lines.filter((line) => line !== "");
  const last = code.findLastIndex((line) => !line.startsWith("// "));
  const printed = code.slice(last + 1).map((line) => line.slice(3));
  return { of: name, program: code.slice(0, last + 1).join("\n"), printed };
}

/** Runs a program whose imports are resolved here. */
function linesPrintedBy(program: string): string[] {
  const { outputText } = ts.transpileModule(program, {
    compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2023, verbatimModuleSyntax: true },
  });
  const script = outputText.replace(/^import (\{.*?\}) from "(.*?)";$/gm, 'const $1 = modules["$2"];');
  const lines: string[] = [];
  const console = { log: (...items: unknown[]) => lines.push(items.map(String).join(" ")) };
  new Function("modules", "console", script)({ rxjs, mixtide, "mixtide/rx": rx }, console);
  return lines;
}

const examples = readdirSync(folder).flatMap(examplesIn);

describe("examples in doc comments", () => {
  it("are there for everything that mixtide/rx exports", () => {
    expect(examples.map((example) => example.of).sort()).toEqual(Object.keys(rx).sort());
  });

  it.each(examples)("$of prints what it says", ({ program, printed }) => {
    expect(printed.length).toBeGreaterThan(0);
    expect(linesPrintedBy(program)).toEqual(printed);
  });
});
