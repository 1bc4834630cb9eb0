import { packageBuild } from "../../config/tsup.js";

export default packageBuild({ index: "src/index.ts", "sqlite-worker": "src/connection/sqlite-worker.js" });
