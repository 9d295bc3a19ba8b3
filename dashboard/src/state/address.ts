import { effect } from "@preact/signals";
import * as view from "./view-state.js";

/** What is looked at, from the query of an address. */
export function fromAddress(search: string): void {
  const query = new URLSearchParams(search);
  const whole = (name: string): number | null => {
    const text = query.get(name);
    return text !== null && /^\d{1,15}$/.test(text) ? Number(text) : null;
  };
  view.axes.value = axesOf(query.get("axes") ?? "");
  view.shown.value = whole("version");
  view.compared.value = whole("with");
  view.component.value = whole("component");
  view.point.value = view.component.value === null ? whole("point") : null;
  const theme = query.get("theme");
  view.theme.value = theme === "light" || theme === "dark" ? theme : "system";
  const tables = (query.get("tables") ?? "").split(",");
  view.tables.value = new Set((["scatter", "strip"] as const).filter((name) => tables.includes(name)));
  view.timeAxis.value = query.get("over") === "points" ? "points" : "time";
}

/** The query that stands for what is looked at; what is as usual is left out. */
export function toAddress(): string {
  const query = new URLSearchParams();
  const add = (name: string, value: string | number | null | undefined): void => {
    if (value !== null && value !== undefined && value !== "") query.set(name, String(value));
  };
  add("axes", axesText(view.axes.value));
  add("version", view.shown.value);
  add("with", view.compared.value);
  add("component", view.component.value);
  add("point", view.point.value);
  add("theme", view.theme.value === "system" ? null : view.theme.value);
  add("tables", [...view.tables.value].join(","));
  add("over", view.timeAxis.value === "points" ? "points" : null);
  return query.toString();
}

/** Keeps the address in step, both ways. */
export function bindAddress(): void {
  fromAddress(location.search);
  addEventListener("popstate", () => fromAddress(location.search));
  effect(() => {
    const query = toAddress();
    const address = query === "" ? location.pathname : `?${query}`;
    if (query !== location.search.slice(1)) history.replaceState(null, "", address);
  });
}

function axesOf(text: string): view.Axes | undefined {
  const [, x, y] = /^(\d{1,4}),(\d{1,4})$/.exec(text) ?? [];
  if (x !== undefined && y !== undefined) return { kind: "features", x: Number(x), y: Number(y) };
  const [, version] = /^principal(?:@(\d{1,15}))?$/.exec(text) ?? [];
  if (!text.startsWith("principal")) return undefined;
  return { kind: "principal", frozenAt: version === undefined ? null : Number(version) };
}

function axesText(axes: view.Axes | undefined): string | undefined {
  if (axes === undefined) return undefined;
  if (axes.kind === "features") return `${axes.x},${axes.y}`;
  return axes.frozenAt === null ? "principal" : `principal@${axes.frozenAt}`;
}
