import type uPlot from "uplot";
import { ink } from "../state/theme.js";
import { cursor, timeAxis } from "../state/view-state.js";
import { createChart, type UprightMark } from "./chart.js";
import { dataOf, type Panel, panelsOf } from "./panels.js";
import { type StripData, stripData } from "./strip-data.js";
import { uprightMarks } from "./strip-marks.js";

/** A panel as it is drawn. */
export interface DrawnPanel {
  readonly panel: Panel;
  readonly chart: uPlot;
}

/** The charts of the panels, made anew when what they consist of changes. */
export class StripCharts {
  readonly #into: HTMLElement;
  #drawn: DrawnPanel[] = [];
  #madeOf = "";
  #marks: readonly UprightMark[] = [];
  #data: StripData | undefined;

  constructor(into: HTMLElement) {
    this.#into = into;
  }

  get drawn(): readonly DrawnPanel[] {
    return this.#drawn;
  }

  draw(width: number): void {
    if (width < 100) return;
    const data = stripData.peek();
    const panels = panelsOf(data, ink.peek());
    this.#data = data;
    this.#marks = uprightMarks.peek();
    const byTime = timeAxis.peek() === "time";
    const madeOf = JSON.stringify([width, byTime, ink.peek(), panels.map(({ key, series }) => [key, series])]);
    if (madeOf === this.#madeOf) {
      this.#drawn = panels.map((panel, i) => ({ panel, chart: this.#drawn[i]!.chart }));
      for (const { panel, chart } of this.#drawn) chart.setData(dataOf(data, panel));
      return;
    }
    this.clear();
    this.#madeOf = madeOf;
    this.#drawn = panels.map((panel, i) => {
      const common = { panel, width, byTime, ink: ink.peek(), marks: () => this.#marks };
      const isLast = i === panels.length - 1;
      return { panel, chart: createChart({ ...common, isLast }, dataOf(data, panel), this.#box(panel)) };
    });
  }

  /** Pixels from the left for a value on the horizontal axis; undefined = out of sight. */
  x(value: number): number | undefined {
    const chart = this.#drawn[0]?.chart;
    if (chart === undefined) return undefined;
    const left = chart.bbox.left / devicePixelRatio;
    const at = left + chart.valToPos(value, "x");
    return at >= left && at <= chart.width ? at : undefined;
  }

  /** Moves the cursor by moments. */
  step(steps: number): void {
    if (this.#data === undefined) return;
    const last = this.#data.x.length - 1;
    const next = Math.max(0, Math.min(last, (cursor.peek() ?? last) + steps));
    for (const { chart } of this.#drawn)
      chart.setCursor({ left: chart.valToPos(this.#data.x[next]!, "x"), top: 10 }, false);
    cursor.value = next;
  }

  clear(): void {
    for (const { chart } of this.#drawn) chart.destroy();
    this.#drawn = [];
    this.#madeOf = "";
    this.#into.replaceChildren();
  }

  #box({ title, unit }: Panel): HTMLElement {
    const box = document.createElement("div");
    box.className = "panel";
    const heading = Object.assign(document.createElement("h3"), { textContent: `${title} ` });
    heading.append(Object.assign(document.createElement("small"), { textContent: unit }));
    box.append(heading);
    this.#into.append(box);
    return box;
  }
}
