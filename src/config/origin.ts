/** Where the value of a setting comes from. */
export type Origin =
  | { readonly from: "file"; readonly file: string; readonly line: number; readonly column: number }
  | { readonly from: "environment"; readonly variable: string }
  | { readonly from: "flag"; readonly flag: string }
  | { readonly from: "default" };

/** An origin for people: `config/pipeline.yaml:7:3`, `MIXTIDE_MODEL_SEED`, `--seed`, `default`. */
export function originText(origin: Origin): string {
  switch (origin.from) {
    case "file":
      return `${origin.file}:${origin.line}:${origin.column}`;
    case "environment":
      return origin.variable;
    case "flag":
      return origin.flag;
    case "default":
      return "default";
  }
}
