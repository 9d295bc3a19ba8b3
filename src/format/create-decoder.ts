import { CsvDecoder } from "./csv/csv-decoder.js";
import type { Decoder } from "./decoder.js";
import { JsonDecoder } from "./json/json-decoder.js";
import { PackedDecoder } from "./packed/packed-decoder.js";
import type { PointLayout } from "./point-layout.js";
import type { DecoderSettings } from "./settings.js";

/**
 * The decoder of a format.
 *
 * @throws RangeError when the format's rows lack a column of the layout.
 * @example
 * const layout = new PointLayout({ features: ["eruptions", "waiting"] });
 * const decoder = createDecoder(layout, decoderSettings.parse({ format: "json" }));
 */
export function createDecoder(layout: PointLayout, settings: DecoderSettings): Decoder {
  switch (settings.format) {
    case "json":
      return new JsonDecoder(layout, settings);
    case "csv":
      return new CsvDecoder(layout, settings, settings.delimiter);
    case "packed-float64":
    case "packed-float32":
      return new PackedDecoder(layout, settings, settings.format);
  }
}
