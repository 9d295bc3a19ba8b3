/** An element of a parsed document. */
export interface Node {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: Node[];
  /** Character data directly inside, references resolved. */
  text: string;
}

const NAME = "[A-Za-z][A-Za-z0-9:-]*";
const TAG = new RegExp(`<(/?)(${NAME})((?:\\s+${NAME}="[^"<]*")*)\\s*(/?)>`, "y");
const ATTRIBUTE = new RegExp(`(${NAME})="([^"<]*)"`, "g");
const FORBIDDEN = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u;
const ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'" };

/**
 * Parses the part of XML that pictures use, and throws at anything that is not well-formed: unbalanced tags, stray < or
 * &, characters XML forbids, attributes twice.
 */
export function parseXml(source: string): Node {
  if (FORBIDDEN.test(source)) throw new SyntaxError("a character that XML forbids");
  const top: Node = { name: "#document", attributes: {}, children: [], text: "" };
  const open = [top];
  let at = 0;
  while (at < source.length) {
    const next = source.indexOf("<", at);
    const end = next < 0 ? source.length : next;
    open.at(-1)!.text += resolve(source.slice(at, end));
    at = end;
    if (next < 0) break;
    TAG.lastIndex = at;
    const [tag, closing, name, attributes, single] = TAG.exec(source) ?? malformed(source, at);
    at += tag!.length;
    if (closing) {
      if (open.length < 2 || open.pop()!.name !== name) malformed(source, at);
    } else {
      const node = { name: name!, attributes: attributesOf(attributes!), children: [], text: "" };
      open.at(-1)!.children.push(node);
      if (!single) open.push(node);
    }
  }
  if (open.length !== 1 || top.children.length !== 1 || top.text !== "") malformed(source, source.length);
  return top.children[0]!;
}

/** All elements of a name below a node, in document order. */
export function all(node: Node, name: string): Node[] {
  return node.children.flatMap((child) => (child.name === name ? [child, ...all(child, name)] : all(child, name)));
}

/** Texts of all `text` elements. */
export function textsOf(node: Node): string[] {
  return all(node, "text").map(({ text }) => text);
}

function attributesOf(source: string): Record<string, string> {
  const attributes: Record<string, string> = {};
  for (const [, name, value] of source.matchAll(ATTRIBUTE)) {
    if (name! in attributes) throw new SyntaxError(`attribute ${name} twice`);
    attributes[name!] = resolve(value!);
  }
  return attributes;
}

function resolve(text: string): string {
  return text.replace(/&([^;]{0,5};)?/g, (reference, name: string | undefined) => {
    const character = ENTITIES[name?.slice(0, -1) ?? ""];
    if (character === undefined) throw new SyntaxError(`the reference ${reference}`);
    return character;
  });
}

function malformed(source: string, at: number): never {
  throw new SyntaxError(`not well-formed near ${JSON.stringify(source.slice(Math.max(0, at - 40), at + 40))}`);
}
