import { spawn } from "node:child_process";
import { once } from "node:events";

/**
 * Reads "watch PID" and "forget PID" from its standard input, which ends when this process closes it or dies by
 * whatever signal; then it kills who is still watched and removes the folder.
 */
const SCRIPT = `
trap '' INT TERM HUP
watched=" "
while read -r verb pid; do
  case $verb in
    watch) watched="$watched$pid " ;;
    forget) watched="\${watched%% $pid *} \${watched#* $pid }" ;;
  esac
done
for pid in $watched; do kill -KILL "$pid" 2>/dev/null; done
for try in 1 2 3 4 5 6 7 8 9 10; do rm -rf "$1" 2>/dev/null && break; sleep 0.2; done
`;

/** See that processes and their folder do not outlive this process. */
export interface Watchdog {
  watch(pid: number): void;
  forget(pid: number): void;
  /** Kills who is still watched, removes the folder, and resolves when both is done. */
  end(): Promise<void>;
}

/** Starts a watchdog over the processes that live in a folder. */
export function startWatchdog(folder: string): Watchdog {
  const child = spawn("/bin/sh", ["-c", SCRIPT, "watchdog", folder], {
    detached: true,
    stdio: ["pipe", "ignore", "ignore"],
  });
  child.unref();
  return {
    watch: (pid) => void child.stdin.write(`watch ${pid}\n`),
    forget: (pid) => void child.stdin.write(`forget ${pid}\n`),
    end: async () => {
      if (child.exitCode !== null) return;
      const ended = once(child, "exit");
      child.ref();
      child.stdin.end();
      await ended;
    },
  };
}
