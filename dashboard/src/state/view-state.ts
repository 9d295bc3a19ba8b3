import { signal } from "@preact/signals";

/** Which two directions the scatter shows. */
export type Axes =
  | { readonly kind: "features"; readonly x: number; readonly y: number }
  /** Principal axes, frozen at the mixture of a version; null = of the first that comes. */
  | { readonly kind: "principal"; readonly frozenAt: number | null };

export type Theme = "light" | "dark" | "system";
export type PictureName = "scatter" | "strip";

/** What the viewer looks at; all of it stands in the address. */
export const axes = signal<Axes | undefined>(undefined);
/** Version of the snapshot on show; null = the newest, always. */
export const shown = signal<number | null>(null);
/** Version it is compared with; null = none. */
export const compared = signal<number | null>(null);
/** Id of the component whose drawer is open. */
export const component = signal<number | null>(null);
/** Ordinal of the point whose drawer is open. */
export const point = signal<number | null>(null);
export const theme = signal<Theme>("system");
/** Pictures whose table stands in their place. */
export const tables = signal<ReadonlySet<PictureName>>(new Set());
/** The horizontal axis of the time strip. */
export const timeAxis = signal<"time" | "points">("time");
export const helpOpen = signal(false);
/** Component that the pointer or the focus is on; not in the address. */
export const hovered = signal<number | null>(null);
/** Moment under the cursor of the time strip, by index. */
export const cursor = signal<number | null>(null);

/** Closes whichever drawer is open. */
export function closeDrawer(): void {
  component.value = null;
  point.value = null;
}

export function openComponent(id: number): void {
  point.value = null;
  component.value = id;
}

export function openPoint(ordinal: number): void {
  component.value = null;
  point.value = ordinal;
}

export function toggleTable(name: PictureName): void {
  const open = new Set(tables.value);
  if (!open.delete(name)) open.add(name);
  tables.value = open;
}
