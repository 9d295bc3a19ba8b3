import { spawn } from "node:child_process";

/** Runs a command to its end and gives what it said on both outputs; rejects with its last words when it fails. */
export function runCommand(command: string, args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"] });
    let words = "";
    for (const output of [child.stdout, child.stderr]) {
      output.setEncoding("utf8").on("data", (text: string) => {
        words += text;
      });
    }
    child.once("error", reject);
    child.once("close", (code, signal) => {
      if (code === 0) resolve(words);
      else reject(new Error(`${command} ended with ${signal ?? code}: ${words.trim().slice(-2000)}`));
    });
  });
}
