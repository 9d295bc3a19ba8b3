// The rings of docs/architecture.md: imports point inwards only, and never sideways among edges.
const ring0 = "mixture|statistics|em|learning|drift|lifecycle|anomaly|random|kernel|checksum|evaluation";
const ring1 = "format";
const ring2 = "rx|broker";
const ring3 = "pipeline";
const ring4 = "config|files|live|telemetry|plot|readers|server|threads";
const inner = (...rings) => `^src/(${rings.join("|")})/`;

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    { name: "no-circular", severity: "error", from: {}, to: { circular: true } },
    { name: "no-orphans", severity: "error", from: { orphan: true, pathNot: "(\\.d|/assembly/[^/]+)\\.ts$" }, to: {} },
    {
      name: "ring-0-imports-only-itself-and-ml-matrix",
      severity: "error",
      from: { path: inner(ring0) },
      to: { pathNot: [`^src/(${ring0})/`, "^node_modules/ml-matrix/"] },
    },
    {
      name: "ring-1-imports-inwards",
      severity: "error",
      from: { path: inner(ring1) },
      to: { path: `^src/(?!(${ring0}|${ring1})/)` },
    },
    {
      name: "ring-2-imports-inwards",
      severity: "error",
      from: { path: inner(ring2) },
      to: { path: `^src/(?!(${ring0}|${ring1}|${ring2})/)` },
    },
    {
      name: "edges-of-ring-2-do-not-see-each-other",
      severity: "error",
      from: { path: "^src/rx/" },
      to: { path: "^src/broker/" },
    },
    {
      name: "brokers-know-bytes-only",
      severity: "error",
      from: { path: "^src/broker/" },
      to: { path: "^src/(?!(broker|checksum)/)" },
    },
    {
      name: "ring-3-imports-inwards",
      severity: "error",
      from: { path: inner(ring3) },
      to: { path: `^src/(?!(${ring0}|${ring1}|${ring2}|${ring3})/)` },
    },
    {
      name: "pipeline-knows-the-broker-port-only",
      severity: "error",
      from: { path: "^src/pipeline/" },
      to: { path: "^src/broker/(memory|kafka)/" },
    },
    {
      name: "ring-4-imports-inwards",
      severity: "error",
      from: { path: inner(ring4) },
      to: { path: "^src/(cli/|[^/]+\\.ts$)" },
    },
    ...["files", "live", "telemetry", "plot", "readers", "server", "threads"].map((edge) => ({
      name: `edge-${edge}-stands-alone`,
      severity: "error",
      from: { path: `^src/${edge}/` },
      to: { path: `^src/(?!${edge}/)(${ring4})/` },
    })),
    {
      name: "nobody-imports-the-command-line-or-the-entry-points",
      severity: "error",
      from: { path: "^src/[^/]+/", pathNot: "^src/cli/" },
      to: { path: "^src/(cli/|[^/]+\\.ts$)" },
    },
    {
      name: "no-node-modules-of-node-in-ring-0-and-1-and-rx",
      severity: "error",
      from: { path: `^src/(${ring0}|rx)/` },
      to: { dependencyTypes: ["core"] },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsConfig: { fileName: "tsconfig.json" },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { conditionNames: ["import", "node", "default"], extensions: [".ts", ".js"] },
  },
};
