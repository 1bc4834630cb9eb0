import type { Branch } from "./branch.js";

/** The branches of the next level, no more of one input than are followed. Those of one input come one after another. */
export class Frontier {
  readonly branches: Branch[] = [];
  private origin = -1;
  private count = 0;

  constructor(private readonly maxBranches: number) {}

  /** False when this input has as many branches as are followed. */
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
