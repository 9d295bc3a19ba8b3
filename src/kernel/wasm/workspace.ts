import { tailCoefficients } from "../../anomaly/mass-depth.js";
import type { Structure } from "../../mixture/covariance/covariance.js";
import { bytesOfBase64 } from "./base64.js";
import { BINARY } from "./binary.js";

/** Points that go through memory together; as in assembly/memory.ts. */
export const BLOCK = 512;

interface Code {
  layOut(dimensions: number, components: number, full: number): number;
  setNegligible(nats: number): void;
  enter(count: number): number;
  clearSums(): void;
  expectation(count: number, distances: number, depths: number): void;
  accumulate(count: number, weighted: number): void;
  accumulateExpected(count: number, weighted: number): void;
  prepareTables(): void;
  setPruning(on: number): void;
  /** Only of workspaces for full covariances. */
  factor(): number;
  fold(keep: number, add: number): void;
  estimate(scale: number, degrees: number, floored: number): number;
}

type Pointers = Readonly<Record<string, { readonly value: number }>>;

/** As much of the standard interface as is used here, for compilers that know neither Node nor browsers. */
interface WebAssemblyApi {
  readonly Module: new (bytes: Uint8Array<ArrayBuffer>) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: unknown };
  readonly Memory: new (size: { initial: number }) => { readonly buffer: ArrayBuffer; grow(pages: number): number };
}

const { WebAssembly: api } = globalThis as unknown as { readonly WebAssembly?: WebAssemblyApi };
const PAGE = 65_536;
/** Compiled code of the kernel. */
export interface Build {
  readonly name: string;
  /** Base64. */
  readonly binary: string;
}

export const STRICT: Build = { name: "strict", binary: BINARY };

const modules = new Map<Build, object>();

/** Whether this machine has what a build needs: WebAssembly with vectors. */
export function hasWasm(build = STRICT): boolean {
  if (api === undefined) return false;
  try {
    if (!modules.has(build)) modules.set(build, new api.Module(bytesOfBase64(build.binary)));
    return true;
  } catch {
    return false;
  }
}

/** Memory and code for mixtures of one shape. The memory goes when nobody holds the workspace any more. */
export class Workspace {
  readonly dimensions: number;
  readonly components: number;
  /** Features rounded up to even: the length of a row. */
  readonly padded: number;
  readonly code: Code;
  readonly means: Float64Array;
  readonly whitening: Float64Array;
  readonly constant: Float64Array;
  readonly mixtureWeights: Float64Array;
  /** BLOCK × D. */
  readonly points: Float64Array;
  readonly weights: Float64Array;
  /** BLOCK × K. */
  readonly responsibilities: Float64Array;
  readonly logDensity: Float64Array;
  readonly mahalanobis: Float64Array;
  readonly depth: Float64Array;
  /** K × padded. */
  readonly about: Float64Array;
  readonly count: Float64Array;
  /** K × padded. */
  readonly first: Float64Array;
  /** K × padded × padded (full) or K × padded (diagonal). */
  readonly second: Float64Array;
  /** Of the bounds by which components are pruned: `padded` doubles each, K, K and K × D singles. */
  readonly centre: Float64Array;
  readonly reciprocalScale: Float64Array;
  readonly boundConstant: Float32Array;
  readonly boundCurvature: Float32Array;
  readonly boundSlope: Float32Array;
  readonly tightConstant: Float32Array;
  readonly tightCurvature: Float32Array;
  readonly tightSlope: Float32Array;
  readonly tightDirection: Float32Array;
  readonly tightOffset: Float32Array;
  readonly tightExcess: Float32Array;
  /** For factoring: K × D × D in, K packed triangles and K numbers out; empty unless covariances are full. */
  readonly covariances: Float64Array;
  /** For merging sums into statistics, with the scatters in place of the covariances: K and K × D numbers. */
  readonly statisticCounts: Float64Array;
  readonly statisticMeans: Float64Array;
  /** For estimating covariances from scatters: K, D and D numbers; empty unless covariances are full. */
  readonly effectiveCounts: Float64Array;
  readonly spreads: Float64Array;
  readonly floors: Float64Array;
  readonly packed: Float64Array;
  readonly logDeterminants: Float64Array;
  /** Whose mixture is loaded. */
  owner: object | undefined;

  /** @throws Error where the machine does not have what the build needs. */
  constructor(build: Build, structure: Structure, components: number, dimensions: number) {
    if (api === undefined || !hasWasm(build))
      throw new Error(`this machine has no WebAssembly for the ${build.name} build: use the default kernel`);
    const memory = new api.Memory({ initial: 0 });
    const { exports } = new api.Instance(modules.get(build)!, { env: { memory } });
    const code = exports as Code;
    const pointers = exports as Pointers;
    const isFull = structure === "full";
    memory.grow(Math.ceil(code.layOut(dimensions, components, isFull ? 1 : 0) / PAGE));
    const view = (name: string, length: number) => new Float64Array(memory.buffer, pointers[name]!.value, length);
    const singles = (name: string, length: number) => new Float32Array(memory.buffer, pointers[name]!.value, length);
    const P = dimensions + (dimensions % 2);
    const K = components;
    const pairs = P / 2;
    this.dimensions = dimensions;
    this.components = components;
    this.padded = P;
    this.code = code;
    this.means = view("means", K * P);
    this.whitening = view("whitening", K * (isFull ? pairs * (pairs + 1) * 2 - pairs : P));
    this.constant = view("constant", K);
    this.mixtureWeights = view("mixtureWeights", K);
    this.points = view("raw", BLOCK * dimensions);
    this.weights = view("weights", BLOCK);
    this.responsibilities = view("responsibilities", BLOCK * K);
    this.logDensity = view("logDensity", BLOCK);
    this.mahalanobis = view("mahalanobis", BLOCK * K);
    this.depth = view("depth", BLOCK);
    this.about = view("about", K * P);
    this.count = view("count", K);
    this.first = view("first", K * P);
    this.second = view("second", K * P * (isFull ? P : 1));
    this.centre = view("centre", P);
    this.reciprocalScale = view("reciprocalScale", P);
    this.boundConstant = singles("boundConstant", K);
    this.boundCurvature = singles("boundCurvature", K);
    this.boundSlope = singles("boundSlope", K * dimensions);
    this.tightConstant = singles("tightConstant", K);
    this.tightCurvature = singles("tightCurvature", K);
    this.tightSlope = singles("tightSlope", K * dimensions);
    this.tightDirection = singles("tightDirection", K * dimensions);
    this.tightOffset = singles("tightOffset", K);
    this.tightExcess = singles("tightExcess", K);
    const D = dimensions;
    this.covariances = view("covariances", isFull ? K * D * D : 0);
    this.statisticCounts = view("statisticCounts", isFull ? K : 0);
    this.statisticMeans = view("statisticMeans", isFull ? K * D : 0);
    this.effectiveCounts = view("effectiveCounts", isFull ? K : 0);
    this.spreads = view("spreads", isFull ? D : 0);
    this.floors = view("floors", isFull ? D : 0);
    this.packed = view("packed", isFull ? (K * D * (D + 1)) / 2 : 0);
    this.logDeterminants = view("logDeterminants", isFull ? K : 0);
    code.prepareTables();
    const tail = tailCoefficients(dimensions);
    view("tailCoefficients", tail.length).set(tail);
  }
}

/** By build, then by shape as one number: a stream asks for one every mini-batch. */
const workspaces = new Map<Build, Map<number, WeakRef<Workspace>>>();
/** More components or features than any memory has room for. */
const MOST = 2 ** 24;

/** The workspace for a shape: one that is in use, or a new one. */
export function workspaceOf(
  structure: Structure,
  components: number,
  dimensions: number,
  build: Build = STRICT,
): Workspace {
  let known = workspaces.get(build);
  if (known === undefined) {
    known = new Map();
    workspaces.set(build, known);
  }
  const shape = (dimensions * MOST + components) * (structure === "full" ? 1 : -1);
  const workspace = known.get(shape)?.deref();
  if (workspace !== undefined) return workspace;
  for (const [key, reference] of known) if (reference.deref() === undefined) known.delete(key);
  const made = new Workspace(build, structure, components, dimensions);
  known.set(shape, new WeakRef(made));
  return made;
}
