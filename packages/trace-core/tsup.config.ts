import { packageBuild } from "../../config/tsup.js";

export default packageBuild([
  "src/index.ts",
  "src/adapter/index.ts",
  "src/in-memory/index.ts",
  "src/testing/index.ts",
]);
