const CELLS = 24;

/**
 * A bar for a share of work done.
 *
 * @param share 0 … 1.
 * @example progressBar(0.5); // "━━━━━━━━━━━━────────────  50 %"
 */
export function progressBar(share: number): string {
  const done = Math.max(0, Math.min(1, share));
  const full = Math.floor(done * CELLS);
  return `${"━".repeat(full)}${"─".repeat(CELLS - full)} ${String(Math.floor(done * 100)).padStart(3)} %`;
}
