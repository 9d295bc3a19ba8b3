import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import asc from "assemblyscript/asc";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const ENTRY = "src/kernel/assembly/kernel.ts";
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

/** The builds, as modules, so that they load the same way in Node and in browsers. */
const BUILDS = [
  { path: "src/kernel/wasm/binary.ts", name: "BINARY", flags: [] },
  { path: "src/kernel/wasm/relaxed-binary.ts", name: "RELAXED_BINARY", flags: ["--enable", "relaxed-simd"] },
];

/** Compiles src/kernel/assembly: the files that hold its builds, and their texts. */
export async function compileKernel(): Promise<(readonly [path: string, text: string])[]> {
  const files: (readonly [string, string])[] = [];
  for (const { path, name, flags } of BUILDS) {
    const text = await compile(flags);
    const comment = "/** src/kernel/assembly, compiled: made by `npm run generate`. */";
    files.push([path, `${comment}\nexport const ${name} =\n  "${text}";\n`]);
  }
  return files;
}

/** Base64. */
async function compile(flags: readonly string[]): Promise<string> {
  let binary: Uint8Array | undefined;
  const { error, stderr } = await asc.main([ENTRY, "--outFile", "kernel.wasm", ...FLAGS, ...flags], {
    readFile: (name, base) => readFile(`${base === "." ? ROOT : base}/${name}`, "utf8").catch(() => null),
    writeFile: (_name, contents) => {
      if (typeof contents !== "string") binary = contents;
    },
    listFiles: () => [],
  });
  if (error !== null || binary === undefined) throw new Error(`the kernel does not compile: ${stderr.toString()}`);
  return Buffer.from(binary).toString("base64");
}
