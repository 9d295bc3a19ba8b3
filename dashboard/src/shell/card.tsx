import type { ComponentChildren } from "preact";
import { ExportMenu, type Exports } from "../export/export-menu.js";
import { type PictureName, tables, toggleTable } from "../state/view-state.js";
import { IconButton } from "./icons.js";

/** A picture with its name, its tools, and the table that says the same. */
export function PictureCard(props: {
  name: PictureName;
  title: string;
  /** What it shows, in words, for those who cannot see it. */
  description: string;
  tools?: ComponentChildren;
  exports: Exports;
  table: () => ComponentChildren;
  children: ComponentChildren;
}) {
  const { name, title, description, tools, exports, table, children } = props;
  const asTable = tables.value.has(name);
  return (
    <section class={`card ${name}`} aria-labelledby={`${name}-title`}>
      <header>
        <h2 id={`${name}-title`}>{title}</h2>
        <div class="tools">
          {tools}
          <IconButton icon="table" label={`${title} as a table`} pressed={asTable} onClick={() => toggleTable(name)} />
          <ExportMenu of={title} exports={exports} />
        </div>
      </header>
      <p class="for-readers">{description}</p>
      {asTable ? (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it is scrolled with the arrow keys
        <section class="table-box" aria-label={`${title}, table`} tabIndex={0}>
          {table()}
        </section>
      ) : (
        children
      )}
    </section>
  );
}
