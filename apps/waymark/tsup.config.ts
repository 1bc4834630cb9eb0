import { packageBuild } from "../../config/tsup.js";

export default packageBuild(["src/main.ts"], { dts: false });
