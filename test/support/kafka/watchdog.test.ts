import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { startWatchdog } from "./watchdog.js";

const newFolder = (): Promise<string> => mkdtemp(join(tmpdir(), "mixtide-watchdog-"));
const sleeper = (): ChildProcess => spawn("sleep", ["1000"], { stdio: "ignore" });

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await sleep(20);
}

function lives(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

describe("the watchdog", () => {
  it("kills who is watched, spares who is forgotten, and removes the folder", async () => {
    const folder = await newFolder();
    const dog = startWatchdog(folder);
    const [first, spared, last] = [sleeper(), sleeper(), sleeper()];
    for (const child of [first, spared, last]) dog.watch(child.pid!);
    dog.forget(spared.pid!);
    const ends = [once(first, "exit"), once(last, "exit")];
    await dog.end();
    expect(await Promise.all(ends)).toEqual([
      [null, "SIGKILL"],
      [null, "SIGKILL"],
    ]);
    expect(existsSync(folder)).toBe(false);
    expect(lives(spared.pid!)).toBe(true);
    spared.kill();
  });

  it("does so too when the process that started it is killed", async () => {
    const folder = await newFolder();
    const home = await newFolder();
    const script = join(home, "parent.ts");
    await writeFile(
      script,
      `import { spawn } from "node:child_process";
       import { startWatchdog } from ${JSON.stringify(join(import.meta.dirname, "watchdog.ts"))};
       const dog = startWatchdog(${JSON.stringify(folder)});
       const child = spawn("sleep", ["1000"], { stdio: "ignore" });
       dog.watch(child.pid);
       console.log(child.pid);`,
    );
    const parent = spawn(process.execPath, ["--import", "tsx", script], { stdio: ["ignore", "pipe", "inherit"] });
    const pid = Number((await once(parent.stdout, "data"))[0]);
    expect(lives(pid)).toBe(true);
    parent.kill("SIGKILL");
    await until(() => !existsSync(folder) && !lives(pid));
    await startWatchdog(home).end();
  });
});
