import {
  type Document,
  isAlias,
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
  visit,
  type YAMLError,
} from "yaml";
import type { ConfigProblem } from "./config-error.js";
import type { Origin } from "./origin.js";
import { pathText, type SettingPath } from "./setting-path.js";
import { yamlComplaint } from "./yaml-complaint.js";

/** Beyond it a file is an attack, not a configuration. */
const MOST_ALIASES = 100;

/** A parsed YAML file that knows where each of its values stands. */
export class YamlFile {
  /** As it is called in messages. */
  readonly name: string;
  /** What the file says; undefined when it is not readable. */
  readonly value: unknown;
  /** Whether the file is YAML, if perhaps with doubled keys. */
  readonly readable: boolean;
  readonly problems: readonly ConfigProblem[];
  readonly #document: Document.Parsed;
  readonly #lines = new LineCounter();

  constructor(name: string, text: string) {
    this.name = name;
    this.#document = parseDocument(text, { lineCounter: this.#lines, prettyErrors: false, stringKeys: true });
    const faults = [...this.#document.errors, ...this.#document.warnings];
    const problems = [...faults.map((fault) => this.#fault(fault)), ...this.#danglingAliases()];
    let readable = faults.every(isHarmless) && problems.length === faults.length;
    if (readable) {
      try {
        this.value = this.#document.toJS({ maxAliasCount: MOST_ALIASES });
      } catch {
        readable = false;
        problems.push(this.#problem(0, [], `aliases repeat more than ${MOST_ALIASES} values`));
      }
    }
    this.readable = readable;
    this.problems = problems;
  }

  /** Where the value at a path stands, or its key; where there is none, the nearest thing around its place. */
  originOf(path: SettingPath, part: "key" | "value"): Origin {
    let node: unknown = this.#document.contents;
    let at: Node | undefined = isNode(node) ? node : undefined;
    for (const [i, step] of path.entries()) {
      const found = this.#child(node, step);
      if (found === undefined) break;
      node = found.value;
      const last = i === path.length - 1;
      at = last && part === "value" && isNode(node) && node.range !== undefined ? node : (found.key ?? at);
    }
    return this.#origin(at?.range?.[0] ?? 0);
  }

  #child(node: unknown, step: string | number): { key: Node | undefined; value: unknown } | undefined {
    const target = isAlias(node) ? node.resolve(this.#document) : node;
    if (isMap(target)) {
      const pair = target.items.findLast(({ key }) => isScalar(key) && String(key.value) === step);
      return pair === undefined ? undefined : { key: isNode(pair.key) ? pair.key : undefined, value: pair.value };
    }
    if (!isSeq(target) || typeof step !== "number") return undefined;
    const item = target.items[step];
    return isNode(item) ? { key: item, value: item } : undefined;
  }

  #fault(fault: YAMLError): ConfigProblem {
    const [offset] = fault.pos;
    return this.#problem(offset, isHarmless(fault) ? this.#pathAt(offset) : [], yamlComplaint(fault.code));
  }

  #danglingAliases(): ConfigProblem[] {
    const anchors = new Set<string>();
    const problems: ConfigProblem[] = [];
    visit(this.#document, {
      Value: (_, { anchor }) => {
        if (anchor !== undefined) anchors.add(anchor);
      },
      Alias: (_, { range, source }) => {
        if (!anchors.has(source)) problems.push(this.#problem(range?.[0] ?? 0, [], "an alias has no anchor before it"));
      },
    });
    return problems;
  }

  #problem(offset: number, path: SettingPath, problem: string): ConfigProblem {
    return { origin: this.#origin(offset), path: pathText(path), problem };
  }

  /** The path of the key that begins at an offset; empty when none does. */
  #pathAt(offset: number): SettingPath {
    let path: (string | number)[] = [];
    visit(this.#document, {
      Pair: (_, pair, ancestors) => {
        if (!isScalar(pair.key) || pair.key.range?.[0] !== offset) return undefined;
        const around = [...ancestors, pair];
        path = around.flatMap((parent, i): (string | number)[] => {
          if (isPair(parent)) return isScalar(parent.key) ? [String(parent.key.value)] : [];
          const next = around[i + 1];
          return isSeq(parent) && isNode(next) ? [parent.items.indexOf(next)] : [];
        });
        return visit.BREAK;
      },
    });
    return path;
  }

  #origin(offset: number): Origin {
    const { line, col } = this.#lines.linePos(offset);
    return { from: "file", file: this.name, line: Math.max(1, line), column: Math.max(1, col) };
  }
}

/** Doubled keys leave a file readable: the last one counts, and the rest can be checked. */
function isHarmless({ code }: YAMLError): boolean {
  return code === "DUPLICATE_KEY";
}
