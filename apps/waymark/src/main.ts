#!/usr/bin/env node
import { processContext } from "./frame/process-context.js";
import { runWaymark } from "./run-waymark.js";

process.exitCode = await runWaymark(process.argv.slice(2), processContext());
