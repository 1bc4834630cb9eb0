import { freshMongo } from "@waymark/test-databases";
import {
  describeExecutionTraceLogger,
  describeTraceStore,
  type TraceStoreUnderTest,
} from "@waymark/trace-core/testing";
import { inject } from "vitest";

import { openMongoTraceStore } from "../src/index.js";

const subject: TraceStoreUnderTest = {
  name: `MongoTraceStore on ${inject("mongoName")}`,
  open: async () => {
    const { url, drop } = freshMongo();
    return {
      store: await openMongoTraceStore({ url }),
      openSecond: () => openMongoTraceStore({ url }),
      dispose: drop,
    };
  },
};

describeTraceStore(subject);
describeExecutionTraceLogger(subject);
