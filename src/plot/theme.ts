/** `auto` follows the reader's system (`prefers-color-scheme`); viewers that do not know it show the light one. */
export type Theme = "light" | "dark" | "auto";

interface Colours {
  readonly paper: string;
  readonly ink: string;
  readonly soft: string;
  readonly grid: string;
  readonly axis: string;
  readonly bars: string;
}

const LIGHT: Colours = {
  paper: "#ffffff",
  ink: "#1f2328",
  soft: "#59636e",
  grid: "#e9ecef",
  axis: "#9aa4ae",
  bars: "#d9dee3",
};
const DARK: Colours = {
  paper: "#14181d",
  ink: "#e6e9ed",
  soft: "#a3adb8",
  grid: "#252b33",
  axis: "#5d6875",
  bars: "#39424d",
};

const FONT = 'system-ui,-apple-system,"Segoe UI",Roboto,Inter,"Helvetica Neue",Arial,sans-serif';

/** The class of the outermost element; it keeps the rules of several pictures on one page apart. */
export function themeClass(theme: Theme): string {
  return `mixtide-${theme}`;
}

/** The style sheet of a picture. Plain class rules, no variables: converters to PNG understand no more. */
export function styleSheet(theme: Theme): string {
  const root = `.${themeClass(theme)}`;
  const fixed =
    `${root} text{font:12px ${FONT};font-variant-numeric:tabular-nums}` +
    `${root} .title{font-size:16px;font-weight:600}${root} .head{font-size:20px;font-weight:600}` +
    `${root} .small{font-size:11px}${root} .strong{font-weight:600}` +
    `${root} .line{fill:none;stroke-linejoin:round;stroke-linecap:round}` +
    `${root} .dots{fill:none;stroke-linecap:round}` +
    `${root} .halo{paint-order:stroke;stroke-width:3.5px;stroke-linejoin:round}`;
  if (theme !== "auto") return fixed + rules(root, theme === "light" ? LIGHT : DARK);
  return `${fixed}${rules(root, LIGHT)}@media (prefers-color-scheme:dark){${rules(root, DARK)}}`;
}

function rules(root: string, { paper, ink, soft, grid, axis, bars }: Colours): string {
  return (
    `${root} .paper{fill:${paper}}${root} .ink{fill:${ink}}${root} .soft{fill:${soft}}` +
    `${root} .grid{stroke:${grid};fill:none}${root} .axis{stroke:${axis};fill:none}` +
    `${root} .bars{fill:${bars}}${root} .outline{stroke:${paper}}${root} .halo{stroke:${paper}}` +
    `${root} .inked{stroke:${ink}}${root} .softly{stroke:${soft}}`
  );
}
