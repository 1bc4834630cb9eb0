import type { Branch } from "./branch.js";

/**
 * The branches at the next step, at most `maxBranches` of each input. Those of one input are added one after another.
 */
export class Frontier {
  readonly branches: Branch[] = [];
  private origin = -1;
  private count = 0;

  constructor(private readonly maxBranches: number) {}

  /** False if the input already has `maxBranches` branches; this one is then not added. */
  add(branch: Branch): boolean {
    if (branch.origin !== this.origin) {
      this.origin = branch.origin;
      this.count = 0;
    }
    if (++this.count > this.maxBranches) return false;
    this.branches.push(branch);
    return true;
  }
}
