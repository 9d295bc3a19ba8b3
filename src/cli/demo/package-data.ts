import { fileURLToPath } from "node:url";

/** A file of the package's data folder; src/ and dist/ are equally deep, so it is found from both. */
export function packageData(name: string): string {
  return fileURLToPath(new URL(`../../../data/${name}`, import.meta.url));
}
