import { describe, expect, it } from "vitest";
import { loadConfig } from "../../src/config/load-config.js";
import { complaintsAbout, GEYSER, withLine } from "./problems-of.js";

describe("settings that are right by themselves and wrong together are named", () => {
  it.each([
    [
      "no path",
      3,
      "features: [a, b..c]",
      'pipeline.yaml:3:15  features[1]  "b..c" is not a path: expected keys joined by dots, like load.cpu or values[0]',
    ],
    [
      "no path in an object",
      3,
      "features: [{ path: b. }]",
      'pipeline.yaml:3:20  features[0].path  "b." is not a path: expected keys joined by dots, like load.cpu or values[0]',
    ],
    [
      "no path of the id",
      5,
      "id: .a",
      'pipeline.yaml:5:5  id  ".a" is not a path: expected keys joined by dots, like load.cpu or values[0]',
    ],
    ["feature twice", 3, "features: [a, a]", 'pipeline.yaml:3:11  features  feature "a" is listed twice'],
    [
      "scales that disagree",
      3,
      "features: [a, { path: b, scale: deviation }]",
      "pipeline.yaml:3:11  features  feature b asks for scale: deviation, feature a does not: give it to all features, or give numbers",
    ],
    [
      "column twice",
      2,
      "source: { topic: a, from: latest, columns: [b, b] }",
      'pipeline.yaml:2:44  source.columns  two columns are called "b"',
    ],
    [
      "column missing",
      2,
      "source: { topic: a, from: latest, format: csv, columns: [waiting, x] }",
      'pipeline.yaml:2:57  source.columns  there is no column "eruptions"; the columns are waiting, x',
    ],
  ])("%s", (_, line, text, complaint) => {
    expect(complaintsAbout(withLine(line, text))).toEqual([complaint]);
  });

  it("a feature and the model that disagree on the scale", () => {
    const text = `${withLine(3, "features: [{ path: a, scale: deviation }]").replace("components: 2", "components: 2, scale: none")}`;
    expect(complaintsAbout(text)).toEqual([
      "pipeline.yaml:4:32  model.scale  the features ask for scale: deviation, the model for none: leave one of them out",
    ]);
  });

  it("names of columns need not be paths", () => {
    const text = GEYSER.replace("from: earliest", "from: latest, format: csv, columns: ['a..b', c]").replace(
      /\[eruptions.*/,
      "['a..b']",
    );
    expect(loadConfig({ text }).config.features).toEqual(["a..b"]);
  });
});
