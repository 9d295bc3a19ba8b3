/** A metric in an expression of PromQL, with the labels that its selector names. */
export interface Selector {
  readonly metric: string;
  readonly labels: readonly string[];
}

const KEYWORDS = new Set(["and", "or", "unless", "bool", "offset", "by", "without", "on", "ignoring"]);
const GROUPING = /\b(?:by|without|on|ignoring|group_left|group_right)\s*\(([^)]*)\)/g;
const FUNCTION = /[a-z_]\w*(?=\s*\()/g;
const NAME = /[a-zA-Z_:][\w:]*(?:\s*\{[^}]*\})?/g;
const MATCHER = /^\s*([a-zA-Z_]\w*)\s*(?:=~|!~|!=|=)\s*"[^"]*"\s*$/;

/** Every name that is neither function nor keyword, so that a misspelt metric is one as well. */
export function selectorsIn(expression: string): Selector[] {
  const names = expression
    .replaceAll(/\[[^\]]*\]/g, "")
    .replaceAll(GROUPING, "")
    .replaceAll(FUNCTION, "")
    .matchAll(NAME);
  return [...names].flatMap(([text]) => {
    const [metric, matchers] = text.replace("}", "").split("{");
    return KEYWORDS.has(metric!) ? [] : [{ metric: metric!.trim(), labels: labelsOf(matchers) }];
  });
}

/** Labels that results are grouped or matched by. */
export function groupingsIn(expression: string): string[] {
  return [...expression.matchAll(GROUPING)].flatMap(([, labels]) => labels!.split(",").map((label) => label.trim()));
}

function labelsOf(matchers: string | undefined): string[] {
  return (matchers?.split(",") ?? []).map((matcher) => {
    const label = MATCHER.exec(matcher)?.[1];
    if (label === undefined) throw new Error(`not a matcher: ${matcher}`);
    return label;
  });
}
