import { expect } from "vitest";
import { covariances } from "../../../src/mixture/covariance/covariances.js";
import type { Mixture } from "../../../src/mixture/mixture.js";
import { describeCovariance } from "../../contracts/covariance-contract.js";

const entry = ({ covariances: all, dimensions: D }: Mixture, k: number, i: number, j: number): number =>
  all[(k * D + i) * D + j]!;

function isSymmetric(mixture: Mixture, k: number): void {
  for (let i = 0; i < 8; i++) for (let j = 0; j < i; j++) expect(entry(mixture, k, i, j)).toBe(entry(mixture, k, j, i));
}

function isDiagonal(mixture: Mixture, k: number): void {
  for (let i = 0; i < 8; i++) for (let j = 0; j < 8; j++) if (i !== j) expect(entry(mixture, k, i, j)).toBe(0);
}

function isSpherical(mixture: Mixture, k: number): void {
  isDiagonal(mixture, k);
  for (let i = 1; i < 8; i++) expect(entry(mixture, k, i, i)).toBe(entry(mixture, k, 0, 0));
}

describeCovariance(covariances.full, isSymmetric);
describeCovariance(covariances.tied, isSymmetric);
describeCovariance(covariances.diagonal, isDiagonal);
describeCovariance(covariances["tied-diagonal"], isDiagonal);
describeCovariance(covariances.spherical, isSpherical);
describeCovariance(covariances["tied-spherical"], isSpherical);
