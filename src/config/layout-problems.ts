import { createDecoder } from "../format/create-decoder.js";
import { Features } from "../format/features/features.js";
import { parsePath } from "../format/features/path.js";
import { layoutOf } from "./assemble.js";
import type { ConfigProblem } from "./config-error.js";
import type { Config } from "./config-schema.js";
import type { Layers } from "./layers.js";
import { pathText, type SettingPath } from "./setting-path.js";

/** What settings get wrong that are right by themselves: paths, doubled features, missing columns, scales. */
export function layoutProblems(config: Config, layers: Layers): ConfigProblem[] {
  const attempt = (path: SettingPath, check: () => unknown): ConfigProblem[] => {
    try {
      check();
      return [];
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      return [{ origin: layers.originOf(path, "value"), path: pathText(path), problem: error.message }];
    }
  };
  const problems = [
    ...pathsOf(config).flatMap(([place, path]) => attempt(place, () => parsePath(path))),
    ...attempt(["features"], () => new Features(config.features)),
  ];
  if (problems.length > 0) return problems;
  return [
    ...attempt(["model", "scale"], () => checkScale(config)),
    ...attempt(["source", "columns"], () => createDecoder(layoutOf(config), config.source)),
  ];
}

/** All paths into an event, and where in the configuration they stand; names of columns need not be paths. */
function pathsOf({ features, id, source, timestamp, weight }: Config): (readonly [SettingPath, string])[] {
  const columns: readonly string[] = Array.isArray(source.columns) ? source.columns : [];
  const ofFeatures = features.map((feature, i): readonly [SettingPath, string] =>
    typeof feature === "string" ? [["features", i], feature] : [["features", i, "path"], feature.path],
  );
  const others = Object.entries({ id, timestamp, weight }).flatMap(([key, path]): (readonly [SettingPath, string])[] =>
    path === undefined ? [] : [[[key], path]],
  );
  return [...ofFeatures, ...others].filter(([, path]) => !columns.includes(path));
}

function checkScale({ features, model }: Config): void {
  if (model.scale === "none" && new Features(features).scale === "deviation")
    throw new RangeError("the features ask for scale: deviation, the model for none: leave one of them out");
}
