import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

/** A file of the page, in memory. */
export interface PageAsset {
  readonly body: Uint8Array<ArrayBuffer>;
  readonly gzipped: Uint8Array<ArrayBuffer>;
  readonly type: string;
  readonly etag: string;
  /** Its name changes with its content. */
  readonly hashed: boolean;
}

/** `dist/dashboard`; src/ and dist/ are equally deep, so it is found from both. */
export const PAGE_FOLDER = fileURLToPath(new URL("../../../dist/dashboard", import.meta.url));

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
};

/**
 * Reads the page that was built into a folder: `index.html` and hashed files in `assets/`. Nothing else is ever read
 * for an address that somebody asks for.
 *
 * @returns assets by path, `/` and `/assets/…`; empty when the page was not built.
 */
export function readPageAssets(folder: string): ReadonlyMap<string, PageAsset> {
  const assets = new Map<string, PageAsset>();
  try {
    for (const name of readdirSync(join(folder, "assets")))
      assets.set(`/assets/${name}`, assetOf(readFileSync(join(folder, "assets", name)), name, true));
    assets.set("/", assetOf(readFileSync(join(folder, "index.html")), "index.html", false));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    return new Map();
  }
  return assets;
}

function assetOf(content: Buffer, name: string, hashed: boolean): PageAsset {
  const etag = `"${createHash("sha256").update(content).digest("base64url").slice(0, 22)}"`;
  const type = TYPES[extname(name)] ?? "application/octet-stream";
  return {
    body: Uint8Array.from(content),
    gzipped: Uint8Array.from(gzipSync(content, { level: 9 })),
    type,
    etag,
    hashed,
  };
}
