// `npm run build && npx tsx bench/soak-first-label.ts [RUNS]`: from the start of a process to its first label, without a
// broker: that of a file on standard output, and that of the demo's stream, which the progress line gives away. Medians;
// ends with 1 when one of them is over a second. In brackets the processor time until then, where /proc tells.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { median } from "./measure.js";
import { machine } from "./report.js";

const TARGET_MS = 1000;
const RUNS = Number(process.argv[2] ?? 5);
const root = fileURLToPath(new URL("../", import.meta.url));
const folder = await mkdtemp(join(tmpdir(), "mixtide-first-label-"));

/** `mixtide demo` before a terminal, whose progress line says how many points a second are labelled. */
const DEMO = `
import { Writable } from "node:stream";
import { main } from ${JSON.stringify(new URL("../dist/cli/program.js", import.meta.url).href)};
const quiet = () => new Writable({ write: (_chunk, _encoding, done) => done() });
const stderr = Object.assign(quiet(), { isTTY: true, columns: 200 });
stderr.write = (text) => {
  if (/[1-9][0-9,]* points\\/s/.test(text)) process.stdout.write("label");
  return true;
};
const around = { stdin: () => process.stdin, stdout: quiet(), stderr, env: {}, signal: new AbortController().signal };
await main(["demo", "--output", process.argv[1]], around);
`;

const CASES = {
  "run --input data/faithful.csv --components 2 --warmup 100": [
    ...["dist/cli/main.js", "run", "--input", "data/faithful.csv", "--components", "2", "--warmup", "100"],
  ],
  "demo, its stream": ["--input-type=module", "--eval", DEMO, folder],
  "nothing but Node": ["--eval", "console.log()"],
};

interface Start {
  /** From the start of the process to its first output. */
  readonly ms: number;
  /** Of all its threads; NaN where nobody tells. */
  readonly processorMs: number;
}

async function untilOutput(args: readonly string[]): Promise<Start> {
  const start = performance.now();
  const child = spawn(process.execPath, args, { cwd: root, stdio: ["ignore", "pipe", "ignore"] });
  const closed = once(child, "close");
  const first = await Promise.race([once(child.stdout, "data"), closed.then(() => undefined)]);
  const ms = performance.now() - start;
  const processorMs = processorMsOf(child.pid);
  child.kill("SIGKILL");
  await closed;
  if (first === undefined) throw new Error(`it ended without a label: node ${args.join(" ").slice(0, 200)}`);
  return { ms, processorMs };
}

/** User and system time of a process, which Linux counts in hundredths of a second. */
function processorMsOf(pid: number | undefined): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)!.split(" ");
    return 10 * (Number(fields[11]) + Number(fields[12]));
  } catch {
    return Number.NaN;
  }
}

const starts = Object.values(CASES).map((): Start[] => []);
const here = machine();
try {
  for (let run = 0; run < RUNS; run++)
    for (const [i, args] of Object.values(CASES).entries()) starts[i]!.push(await untilOutput(args));
} finally {
  await rm(folder, { recursive: true, force: true });
}
console.log(`${here.machine}, Node ${here.node}, load ${here.load}; ms to the first label, median of ${RUNS}`);
for (const [i, name] of Object.keys(CASES).entries()) {
  const middle = (of: keyof Start): string => median(starts[i]!.map((start) => start[of])).toFixed(0);
  console.log(`${name.padEnd(60)} ${middle("ms").padStart(5)} (${middle("processorMs")})`);
}
if (starts.some((all) => median(all.map(({ ms }) => ms)) > TARGET_MS)) process.exitCode = 1;
