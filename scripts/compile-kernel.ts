import { readFile } from "node:fs/promises";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import asc from "assemblyscript/asc";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
/** No runtime and no static data: memory is the host's, who lays it out. */
const FLAGS = [
  "-O3",
  "--enable",
  "simd",
  "--runtime",
  "stub",
  "--noAssert",
  "--importMemory",
  "--memoryBase",
  "0",
  "--use",
  "abort=",
];

const KERNEL = "src/kernel/assembly/kernel.ts";
const CHECKSUM = "src/checksum/assembly/fold.ts";

/** The builds, as modules, so that they load the same way in Node and in browsers. */
const BUILDS = [
  { entry: KERNEL, path: "src/kernel/wasm/binary.ts", name: "BINARY", flags: [] },
  {
    entry: KERNEL,
    path: "src/kernel/wasm/relaxed-binary.ts",
    name: "RELAXED_BINARY",
    flags: ["--enable", "relaxed-simd"],
  },
  { entry: CHECKSUM, path: "src/checksum/binary.ts", name: "BINARY", flags: [] },
];

/** Compiles the sources in AssemblyScript: the files that hold the builds, and their texts. */
export async function compileKernel(): Promise<(readonly [path: string, text: string])[]> {
  const files: (readonly [string, string])[] = [];
  for (const { entry, path, name, flags } of BUILDS) {
    const text = await compileAssembly(entry, flags);
    const comment = `/** ${dirname(entry)}, compiled: made by \`npm run generate\`. */`;
    files.push([path, `${comment}\nexport const ${name} =\n  "${text}";\n`]);
  }
  return files;
}

/** What an AssemblyScript source and all that it imports compile to, as base64. */
export async function compileAssembly(entry: string, flags: readonly string[]): Promise<string> {
  let binary: Uint8Array | undefined;
  const { error, stderr } = await asc.main([entry, "--outFile", "kernel.wasm", ...FLAGS, ...flags], {
    readFile: (name, base) => readFile(`${base === "." ? ROOT : base}/${name}`, "utf8").catch(() => null),
    writeFile: (_name, contents) => {
      if (typeof contents !== "string") binary = contents;
    },
    listFiles: () => [],
  });
  if (error !== null || binary === undefined) throw new Error(`${entry} does not compile: ${stderr.toString()}`);
  return Buffer.from(binary).toString("base64");
}
