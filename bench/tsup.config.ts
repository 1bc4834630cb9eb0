import { packageBuild } from "../config/tsup.js";

export default packageBuild(["src/main.ts", "src/flat-memory-run.ts"], { dts: false });
