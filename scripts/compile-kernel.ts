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

/** Where the compiled kernel stands as a module, so that it loads the same way in Node and in browsers. */
export const KERNEL_BINARY = "src/kernel/wasm/binary.ts";

/** Compiles src/kernel/assembly, and gives the text of {@link KERNEL_BINARY}. */
export async function compileKernel(): Promise<string> {
  let binary: Uint8Array | undefined;
  const { error, stderr } = await asc.main([ENTRY, "--outFile", "kernel.wasm", ...FLAGS], {
    readFile: (name, base) => readFile(`${base === "." ? ROOT : base}/${name}`, "utf8").catch(() => null),
    writeFile: (_name, contents) => {
      if (typeof contents !== "string") binary = contents;
    },
    listFiles: () => [],
  });
  if (error !== null || binary === undefined) throw new Error(`the kernel does not compile: ${stderr.toString()}`);
  const text = Buffer.from(binary).toString("base64");
  return `/** src/kernel/assembly, compiled: made by \`npm run generate\`. */\nexport const BINARY =\n  "${text}";\n`;
}
