import type { Context, Hono } from "hono";
import type { PageAsset } from "./page-assets.js";

/** Mounts the dashboard's page. It holds no data: what it shows it asks the API for, which asks for the token. */
export function mountPage(app: Hono, assets: ReadonlyMap<string, PageAsset>): void {
  app.get("/", (c) => {
    const page = assets.get("/");
    return page === undefined ? c.text("The page was not built: run `npm run build`.", 503) : serve(c, page);
  });
  app.get("/assets/:name", (c) => {
    const asset = assets.get(c.req.path);
    return asset === undefined ? c.notFound() : serve(c, asset);
  });
}

function serve(c: Context, { body, etag, gzipped, hashed, type }: PageAsset): Response {
  const headers = {
    ETag: etag,
    "Cache-Control": hashed ? "public, max-age=31536000, immutable" : "no-cache",
    Vary: "Accept-Encoding",
  };
  if (c.req.header("If-None-Match") === etag) return c.body(null, 304, headers);
  const zips = /\bgzip\b/.test(c.req.header("Accept-Encoding") ?? "");
  return zips
    ? c.body(gzipped, 200, { ...headers, "Content-Type": type, "Content-Encoding": "gzip" })
    : c.body(body, 200, { ...headers, "Content-Type": type });
}
