import { createHash } from "node:crypto";
import { existsSync, readFileSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, extname, join, relative, sep } from "node:path";
import { compileFunction } from "node:vm";

/** A change to one file of a package, and why it is needed. */
export interface Mend {
  /** Relative to the package's root, with slashes. */
  readonly file: string;
  /** SHA-256 of the file as published, hexadecimal: a mend fits exactly one text. */
  readonly sha256: string;
  readonly why: string;
  /** Each `from` occurs exactly once. */
  readonly edits: readonly { readonly from: string; readonly to: string }[];
}

interface LoadedModule {
  exports: unknown;
}

/**
 * A copy of a CommonJS package that nobody else sees: its modules live in a cache of their own, mended on loading, so
 * that a user's own copy of the package stays as it is. Modules load when first required.
 */
export class PrivateCopy {
  readonly #root: string;
  readonly #mends: ReadonlyMap<string, Mend>;
  readonly #modules = new Map<string, LoadedModule>();

  /**
   * @param root folder of the package, the one with its package.json
   * @throws Error when a mended file is not the one that the mend was made for
   */
  constructor(root: string, mends: readonly Mend[]) {
    this.#root = root;
    this.#mends = new Map(mends.map((mend) => [join(root, ...mend.file.split("/")), mend]));
    for (const [path, mend] of this.#mends) mended(readFileSync(path, "utf8"), mend);
  }

  /** Exports of a module, by its path in the package. */
  load<T>(file: string): T {
    return this.#load(fileOf(join(this.#root, file))).exports as T;
  }

  #load(path: string): LoadedModule {
    const known = this.#modules.get(path);
    if (known !== undefined) return known;
    const module: LoadedModule = { exports: {} };
    this.#modules.set(path, module); // before running it: modules may require each other in a circle
    const text = readFileSync(path, "utf8");
    if (extname(path) === ".json") module.exports = JSON.parse(text);
    else this.#run(path, text, module);
    return module;
  }

  #run(path: string, text: string, module: LoadedModule): void {
    const outside = createRequire(path);
    const require = (id: string): unknown => {
      if (!id.startsWith(".")) return outside(id);
      const file = fileOf(join(dirname(path), id));
      if (relative(this.#root, file).startsWith(`..${sep}`)) return outside(id);
      return this.#load(file).exports;
    };
    const mend = this.#mends.get(path);
    const code = mend === undefined ? text : mended(text, mend);
    const names = ["exports", "require", "module", "__filename", "__dirname"];
    const run = compileFunction(code, names, { filename: path }) as (...values: unknown[]) => void;
    run(module.exports, require, module, path, dirname(path));
  }
}

function mended(text: string, { file, sha256, edits }: Mend): string {
  const found = createHash("sha256").update(text).digest("hex");
  if (found !== sha256)
    throw new Error(`${file} is not the file that its mend was made for (SHA-256 ${found}): install the exact version`);
  let code = text;
  for (const { from, to } of edits) {
    const parts = code.split(from);
    if (parts.length !== 2) throw new Error(`${file}: the text to mend occurs ${parts.length - 1} times`);
    code = parts.join(to);
  }
  return code;
}

const isFile = (path: string): boolean => existsSync(path) && statSync(path).isFile();

function fileOf(path: string): string {
  const found = [path, `${path}.js`, `${path}.json`, join(path, "index.js")].find(isFile);
  if (found === undefined) throw new Error(`there is no module ${path}`);
  return found;
}
