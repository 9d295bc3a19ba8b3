import { chosenAxes } from "../scatter/scene.js";
import { features, snapshotEntries, unusual } from "../state/live-state.js";
import { show, shownEntry, shownIndex, shownSnapshot, toggleFollowing } from "../state/shown.js";
import * as view from "../state/view-state.js";

/** Keys that do something wherever the focus is, except where letters are typed. */
export function listenToKeys(): void {
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || view.helpOpen.peek() || isTyping(event)) return;
    if (!act(event)) return;
    event.preventDefault();
  });
}

function act({ key, shiftKey, target }: KeyboardEvent): boolean {
  const step = shiftKey ? 10 : 1;
  const index = shownIndex.peek();
  const last = snapshotEntries.peek().length;
  // What has keys of its own keeps them.
  if ((key === " " || key.startsWith("Arrow") || key === "Home" || key === "End") && hasOwnKeys(target)) return false;
  switch (key) {
    case " ":
      return done(toggleFollowing());
    case "ArrowLeft":
      return done(show(Math.max(0, index - step)));
    case "ArrowRight":
      return done(show(index + step >= last - 1 ? last : index + step));
    case "Home":
      return done(show(0));
    case "End":
      return done(show(last));
    case "c":
      return done((view.compared.value = view.compared.peek() === null ? (shownEntry.peek()?.version ?? null) : null));
    case "u":
      return done(nextUnusual());
    case "x":
    case "y":
      return done(turnAxis(key));
    case "p":
      return done(togglePrincipal());
    case "t":
      return done((view.tables.value = view.tables.peek().size > 0 ? new Set() : new Set(["scatter", "strip"])));
    case "o":
      return done((view.timeAxis.value = view.timeAxis.peek() === "time" ? "points" : "time"));
    case "d":
      return done(nextTheme());
    case "?":
      return done((view.helpOpen.value = true));
    case "Escape":
      return done(view.closeDrawer());
    default:
      return /^[1-9]$/.test(key) && openByShare(Number(key) - 1);
  }
}

const done = (_: unknown): true => true;

function isTyping({ target }: KeyboardEvent): boolean {
  return target instanceof HTMLInputElement ? target.type !== "range" : target instanceof HTMLSelectElement;
}

function hasOwnKeys(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLButtonElement ||
    target instanceof HTMLInputElement ||
    (target instanceof HTMLElement && target.closest(".panels") !== null)
  );
}

function nextUnusual(): void {
  const list = unusual.peek();
  const now = list.findIndex(({ ordinal }) => ordinal === view.point.peek());
  const next = list[now > 0 ? now - 1 : list.length - 1];
  if (next !== undefined) view.openPoint(next.ordinal);
}

function turnAxis(which: "x" | "y"): void {
  const D = features.peek().length;
  const now = chosenAxes.peek();
  const { x, y } = now.kind === "features" ? now : { x: 0, y: 1 };
  view.axes.value = which === "x" ? { kind: "features", x: (x + 1) % D, y } : { kind: "features", x, y: (y + 1) % D };
}

function togglePrincipal(): void {
  view.axes.value =
    chosenAxes.peek().kind === "principal" ? { kind: "features", x: 0, y: 1 } : { kind: "principal", frozenAt: null };
}

function openByShare(rank: number): boolean {
  const sorted = shownSnapshot.peek()?.components.toSorted((a, b) => b.weight - a.weight);
  const found = sorted?.[rank];
  if (found !== undefined) view.openComponent(found.id);
  return found !== undefined;
}

const THEMES: readonly view.Theme[] = ["system", "dark", "light"];

export function nextTheme(): void {
  view.theme.value = THEMES[(THEMES.indexOf(view.theme.peek()) + 1) % THEMES.length]!;
}
