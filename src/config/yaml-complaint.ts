import type { YAMLError } from "yaml";

/** In words of our own: the parser's quote the source, and the source may hold a secret. */
const COMPLAINTS: Readonly<Record<YAMLError["code"], string>> = {
  ALIAS_PROPS: "an alias cannot have an anchor or a tag",
  BAD_ALIAS: "an alias (*name) is malformed",
  BAD_COLLECTION_TYPE: "a tag does not fit the list or mapping behind it",
  BAD_DIRECTIVE: "a line that begins with % is a directive, and this one is unknown",
  BAD_DQ_ESCAPE: "bad escape sequence in double quotes: write \\\\ for a backslash, or use single quotes",
  BAD_INDENT: "bad indentation, or a bracket or brace that is never closed",
  BAD_PROP_ORDER: "anchors and tags belong right before their value",
  BAD_SCALAR_START: "a text cannot begin with this character: put it in quotes",
  BLOCK_AS_IMPLICIT_KEY: "a second colon in one line: put the text in quotes, or the mapping on lines of its own",
  BLOCK_IN_FLOW: "indented lists and mappings cannot stand inside [ ] or { }",
  DUPLICATE_KEY: "duplicate key",
  IMPOSSIBLE: "not YAML",
  KEY_OVER_1024_CHARS: "a key is longer than 1,024 characters",
  MISSING_CHAR: "a quote, bracket, brace, comma or colon is missing",
  MULTILINE_IMPLICIT_KEY: "a key must stand on one line: a colon is missing, or an indentation is wrong",
  MULTIPLE_ANCHORS: "a value can have one anchor only",
  MULTIPLE_DOCS: "a second document begins here: one file holds one pipeline",
  MULTIPLE_TAGS: "a value can have one tag only",
  NON_STRING_KEY: "a key must be a text",
  RESOURCE_EXHAUSTION: "nested too deeply",
  TAB_AS_INDENT: "indentation must be spaces, not tabs",
  TAG_RESOLVE_FAILED: "unknown tag (!name): only plain YAML is read",
  UNEXPECTED_TOKEN: "unexpected text: is the indentation right, or a quote missing?",
};

/** What a YAML error means, and the remedy. */
export function yamlComplaint(code: YAMLError["code"]): string {
  return COMPLAINTS[code];
}
