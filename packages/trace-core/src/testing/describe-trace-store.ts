import { describe } from "vitest";

import { describeAbandoning } from "./describe-abandoning.js";
import { describeAnswers } from "./describe-answers.js";
import { describeBounds } from "./describe-bounds.js";
import { describeClose } from "./describe-close.js";
import { describeConcurrency } from "./describe-concurrency.js";
import { describeCopies } from "./describe-copies.js";
import { describeDeleting } from "./describe-deleting.js";
import { describeErrors } from "./describe-errors.js";
import { describeIdentifiers } from "./describe-identifiers.js";
import { describeInspect } from "./describe-inspect.js";
import { describeLookUps } from "./describe-look-ups.js";
import { describeMappings } from "./describe-mappings.js";
import { describeMerging } from "./describe-merging.js";
import { describeOddArguments } from "./describe-odd-arguments.js";
import { describePaging } from "./describe-paging.js";
import { describePathPerformance } from "./describe-path-performance.js";
import { describePrune } from "./describe-prune.js";
import { describeReopening } from "./describe-reopening.js";
import { describeRoundTrip } from "./describe-round-trip.js";
import { describeSessions } from "./describe-sessions.js";
import { describeWrite } from "./describe-write.js";
import type { TraceStoreUnderTest } from "./store-under-test.js";

/** Runs the whole contract of `TraceStore` on a store, with vitest. */
export function describeTraceStore(subject: TraceStoreUnderTest): void {
  describe(`${subject.name} as a trace store`, () => {
    describeWrite(subject);
    describeRoundTrip(subject);
    describeCopies(subject);
    describeSessions(subject);
    describeAbandoning(subject);
    describeReopening(subject);
    describeDeleting(subject);
    describeMerging(subject);
    describeMappings(subject);
    describeAnswers(subject);
    describeLookUps(subject);
    describePathPerformance(subject);
    describeIdentifiers(subject);
    describeBounds(subject);
    describePaging(subject);
    describeErrors(subject);
    describeOddArguments(subject);
    describeConcurrency(subject);
    describePrune(subject);
    describeInspect(subject);
    describeClose(subject);
  });
}
