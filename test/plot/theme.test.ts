import { describe, expect, it } from "vitest";
import { styleSheet, themeClass } from "../../src/plot/theme.js";
import { contrast } from "./contrast.js";

const fill = (css: string, name: string) => new RegExp(`\\.${name}\\{fill:(#[0-9a-f]{6})\\}`).exec(css)![1]!;

describe("styleSheet", () => {
  it.each(["light", "dark"] as const)("%s text can be read by everybody", (theme) => {
    const css = styleSheet(theme);
    expect(contrast(fill(css, "ink"), fill(css, "paper"))).toBeGreaterThan(12);
    expect(contrast(fill(css, "soft"), fill(css, "paper"))).toBeGreaterThan(4.5);
    expect(css).not.toContain("@media");
  });

  it("auto is light, and dark where the reader's system is", () => {
    const [light, dark] = styleSheet("auto").split("@media (prefers-color-scheme:dark){");
    expect(fill(light!, "paper")).toBe(fill(styleSheet("light"), "paper"));
    expect(fill(dark!, "paper")).toBe(fill(styleSheet("dark"), "paper"));
  });

  it.each(["light", "dark", "auto"] as const)("%s styles nothing outside its own picture", (theme) => {
    const selectors = styleSheet(theme)
      .replace(/@media[^{]*\{(.*)\}$/, "$1")
      .split("}")
      .filter(Boolean)
      .map((rule) => rule.split("{")[0]!);
    expect(selectors.length).toBeGreaterThan(10);
    for (const selector of selectors) expect(selector.startsWith(`.${themeClass(theme)} `)).toBe(true);
  });
});
