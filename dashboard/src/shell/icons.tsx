/** Pictures on buttons; what a button does stands in its label. */
const PATHS = {
  table: "M3 4h14v12H3zM3 8h14M3 12h14M8 4v12",
  save: "M10 3v9M6 9l4 4 4-4M4 16h12",
  first: "M5 4v12M15 4l-7 6 7 6z",
  back: "M13 4l-7 6 7 6z",
  forward: "M7 4l7 6-7 6z",
  last: "M15 4v12M5 4l7 6-7 6z",
  pause: "M7 4v12M13 4v12",
  follow: "M5 4l7 6-7 6zM13 4l0 12",
  close: "M5 5l10 10M15 5L5 15",
  sun: "M10 6.5a3.5 3.5 0 1 0 0 7a3.5 3.5 0 1 0 0-7M10 2v2M10 16v2M2 10h2M16 10h2M4.5 4.5l1.4 1.4M14.1 14.1l1.4 1.4M4.5 15.5l1.4-1.4M14.1 5.9l1.4-1.4",
  moon: "M16 12.5A7 7 0 0 1 7.5 4a7 7 0 1 0 8.5 8.5z",
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name }: { name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 20 20" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  );
}

/** A button that is only a picture: its name is for those who cannot see it, and for those who point at it. */
export function IconButton(props: {
  icon: IconName;
  label: string;
  pressed?: boolean | undefined;
  disabled?: boolean;
  onClick: () => void;
}) {
  const { icon, label, pressed, disabled, onClick } = props;
  return (
    <button
      type="button"
      class="icon-button"
      aria-label={label}
      title={label}
      aria-pressed={pressed}
      disabled={disabled}
      onClick={onClick}
    >
      <Icon name={icon} />
    </button>
  );
}
