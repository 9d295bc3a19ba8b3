// `npm run build && npx tsx bench/soak-first-label.ts [RUNS]`: from the start of a process to its first label, without a
// broker: that of a file on standard output, and that of the demo on standard error. Medians; ends with 1 when one of them
// is over a second. In brackets the processor time until then, where /proc tells.
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

/** What is run, and what it writes once there is a label. */
const CASES: Readonly<Record<string, { readonly args: readonly string[]; readonly label: RegExp }>> = {
  "run --input data/faithful.csv --components 2 --warmup 100": {
    args: ["dist/cli/main.js", "run", "--input", "data/faithful.csv", "--components", "2", "--warmup", "100"],
    label: /"responsibilities"/,
  },
  demo: { args: ["dist/cli/main.js", "demo", "--output", folder], label: /responsibility.*\n.*\d/ },
  "nothing but Node": { args: ["--eval", "console.log()"], label: /^/ },
};

interface Start {
  /** From the start of the process to its first label. */
  readonly ms: number;
  /** Of all its threads; NaN where nobody tells. */
  readonly processorMs: number;
}

async function untilLabel(args: readonly string[], label: RegExp): Promise<Start> {
  const start = performance.now();
  const child = spawn(process.execPath, args, { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
  const closed = once(child, "close");
  let text = "";
  const seen = new Promise<true>((resolve) => {
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding("utf8").on("data", (piece: string) => {
        text += piece;
        if (label.test(text)) resolve(true);
      });
  });
  const labelled = await Promise.race([seen, closed]);
  const ms = performance.now() - start;
  const processorMs = processorMsOf(child.pid);
  child.kill("SIGKILL");
  await closed;
  if (labelled !== true) throw new Error(`it ended without a label: node ${args.join(" ")}\n${text}`);
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
    for (const [i, { args, label }] of Object.values(CASES).entries()) starts[i]!.push(await untilLabel(args, label));
} finally {
  await rm(folder, { recursive: true, force: true });
}
console.log(`${here.machine}, Node ${here.node}, load ${here.load}; ms to the first label, median of ${RUNS}`);
for (const [i, name] of Object.keys(CASES).entries()) {
  const middle = (of: keyof Start): string => median(starts[i]!.map((start) => start[of])).toFixed(0);
  console.log(`${name.padEnd(60)} ${middle("ms").padStart(5)} (${middle("processorMs")})`);
}
if (starts.some((all) => median(all.map(({ ms }) => ms)) > TARGET_MS)) process.exitCode = 1;
