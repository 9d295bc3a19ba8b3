import { runCli } from "./run-cli.js";
import { temporaryFile } from "./temporary.js";

/** A model of the Old Faithful data with two components. */
export async function faithfulModel(): Promise<string> {
  const { stdout } = await runCli(["fit", "data/faithful.csv", "-k", "2", "--json"]);
  return temporaryFile("model.json", stdout);
}

/** CSV with two clusters around (0, 0) and (10, 10), and an id; without randomness. */
export function clusters(rows: number): string {
  const lines = Array.from({ length: rows }, (_, i) => {
    const centre = i % 3 === 0 ? 10 : 0;
    const [u, v] = [((i * 7919) % 101) / 50 - 1, ((i * 104_729) % 97) / 48 - 1];
    return `p${i},${(centre + u).toFixed(3)},${(centre + v).toFixed(3)}`;
  });
  return `name,x,y\n${lines.join("\n")}\n`;
}
