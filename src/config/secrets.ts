import { shortForm } from "../format/decode-error.js";
import type { ConfigProblem } from "./config-error.js";
import { isMapping, pathText, type SettingPath } from "./setting-path.js";
import { settingsList } from "./settings-list.js";
import type { YamlFile } from "./yaml-file.js";

const SECRET_KEY = /(?:pass(?:word|phrase|wd)?|secret|token|credentials?|(?:api|private|access)[-_]?key)$/i;
/** `name:password@host` and `password=…` inside a text. */
const SECRET_TEXT = /[^\s:/@]+:[^\s/@]+(?=@)|(?<=(?:password|secret|token)\s*[=:]\s*)[^\s;,]+/gi;
const MASK = "***";

/** Whether a key names a secret; `passwordFile` does not, it names a file. */
export function isSecretKey(step: string | number): boolean {
  return typeof step === "string" && SECRET_KEY.test(step);
}

/** A value in short form, fit for messages: what is a secret, by its key or by its form, is masked. */
export function masked(path: SettingPath, value: unknown): string {
  if (path.some(isSecretKey)) return MASK;
  return shortForm(typeof value === "string" ? value.replace(SECRET_TEXT, MASK) : value);
}

/** Secrets that stand in the file in clear: they end up in repositories and in logs. */
export function secretProblems(file: YamlFile): ConfigProblem[] {
  const problems: ConfigProblem[] = [];
  const seen = new Set<unknown>();
  const visit = (value: unknown, path: SettingPath): void => {
    if (path.some(isSecretKey) && value !== null)
      problems.push({
        origin: file.originOf(path, "key"),
        path: pathText(path),
        problem: `a secret must not stand in this file: ${remedyFor(pathText(path))}`,
      });
    else if (!seen.has(value)) {
      if (typeof value === "object") seen.add(value);
      if (Array.isArray(value)) value.forEach((item, i) => visit(item, [...path, i]));
      else if (isMapping(value)) for (const key of Object.keys(value)) visit(value[key], [...path, key]);
    }
  };
  visit(file.value, []);
  return problems;
}

function remedyFor(path: string): string {
  const settings = settingsList();
  const variable = settings.find((setting) => setting.path === path)?.variable;
  if (variable === undefined) return "give it in an environment variable or a file of its own";
  const file = settings.find((setting) => setting.path === `${path}File`);
  return `set ${variable}${file === undefined ? "" : `, or name a file of its own in ${file.path}`}`;
}
