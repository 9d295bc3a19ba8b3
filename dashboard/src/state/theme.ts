import { computed, effect, signal } from "@preact/signals";
import { theme } from "./view-state.js";

const dark = matchMedia("(prefers-color-scheme: dark)");
const systemIsDark = signal(dark.matches);
dark.addEventListener("change", ({ matches }) => (systemIsDark.value = matches));

export const isDark = computed(() => (theme.value === "system" ? systemIsDark.value : theme.value === "dark"));

/** The page wears the theme, from its root on. */
export function applyTheme(): void {
  effect(() => {
    document.documentElement.dataset.theme = isDark.value ? "dark" : "light";
  });
}

/** Colours of the page that pictures need. */
export interface Ink {
  readonly paper: string;
  readonly ink: string;
  readonly soft: string;
  readonly grid: string;
  readonly alarm: string;
}

const LIGHT: Ink = { paper: "#ffffff", ink: "#1f2328", soft: "#59636e", grid: "#e9ecef", alarm: "#b3260b" };
const DARK: Ink = { paper: "#14181d", ink: "#e6e9ed", soft: "#a3adb8", grid: "#252b33", alarm: "#ff8a66" };

/** The same as in the style sheet, and in Mixtide's other plots. */
export const ink = computed(() => (isDark.value ? DARK : LIGHT));
