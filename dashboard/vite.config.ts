import { defineConfig } from "vite";

/** Builds the page into dist/dashboard, from where the server takes it: `vite build dashboard`. */
export default defineConfig({
  build: {
    outDir: "../dist/dashboard",
    emptyOutDir: true,
    target: "es2022",
    // The page's policy allows no inline code and no data: scripts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
});
