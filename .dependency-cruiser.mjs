// Which part may know which. Arrows point one way only: apps → adapters, executor → trace-core.
const tests = "[.]test[.]tsx?$|^(packages|apps)/[^/]+/test/";
const conformanceKit = "^packages/trace-core/src/testing/";

// Rooms of the executor, from the bottom up: each knows only those before it, and the ports at the top of src/.
const executorRooms = ["(types|confidence|messages)", "resources", "mapping", "strategy", "catalog"];

/** @type {import("dependency-cruiser").IForbiddenRuleType[]} */
const executorRoomRules = executorRooms.slice(0, -1).map((room, place) => ({
  name: `no-way-up-from-executor-${room.replace(/\W+/g, "-").replace(/^-|-$/g, "")}`,
  comment: "A resource knows nothing of who asks it, a run nothing of where its catalog comes from.",
  severity: "error",
  from: { path: `^packages/executor/src/${room}/`, pathNot: tests },
  to: { path: `^packages/executor/src/(${executorRooms.slice(place + 1).join("|")})/` },
}));

/** @type {import("dependency-cruiser").IConfiguration} */
export default {
  forbidden: [
    {
      name: "core-knows-no-other-package",
      comment: "trace-core is what all others build on: it imports no other package of ours.",
      severity: "error",
      from: { path: "^packages/trace-core/" },
      to: { path: "^(packages|apps)/", pathNot: "^packages/trace-core/" },
    },
    {
      name: "core-knows-no-driver",
      comment:
        "Databases are the adapters' business: of other people's packages trace-core imports only the three small " +
        "ones that make ids, canonical JSON and measurements.",
      severity: "error",
      from: { path: "^packages/trace-core/src/", pathNot: [tests, conformanceKit] },
      to: {
        dependencyTypes: ["npm", "npm-dev", "npm-optional", "npm-peer", "npm-no-pkg", "npm-unknown"],
        pathNot: "node_modules/(@opentelemetry/api|uuidv7|canonicalize)/",
      },
    },
    {
      name: "adapter-knows-only-the-core",
      comment:
        "A store adapter implements the core's port; it imports neither another adapter nor the executor. " +
        "Its tests may, to hold one store against another.",
      severity: "error",
      from: { path: "^packages/(store-[^/]+)/", pathNot: tests },
      to: { path: "^(packages|apps)/", pathNot: "^packages/($1|trace-core)/" },
    },
    {
      name: "only-stores-are-made-of-the-adapter-entry",
      comment: "What a store is made of is for stores; what everybody needs of the core is at its root.",
      severity: "error",
      from: { path: "^(packages|apps)/", pathNot: [tests, "^packages/(store-[^/]+|trace-core)/"] },
      to: { path: "^packages/trace-core/src/adapter/" },
    },
    {
      name: "executor-knows-only-the-core",
      comment: "The executor writes through the core's logger and store port, whichever store is behind it.",
      severity: "error",
      from: { path: "^packages/executor/" },
      to: { path: "^(packages|apps)/", pathNot: "^packages/(executor|trace-core)/" },
    },
    ...executorRoomRules,
    {
      name: "readers-know-only-the-core",
      comment: "Reports and exports read any store through the port. Their tests may map and store for real.",
      severity: "error",
      from: { path: "^packages/(trace-report|trace-export)/", pathNot: tests },
      to: { path: "^(packages|apps)/", pathNot: "^packages/($1|trace-core)/" },
    },
    {
      name: "only-open-store-knows-adapters",
      comment: "Which store is used is decided by a URL, in one place, and used by apps alone.",
      severity: "error",
      from: { path: "^packages/([^/]+)/", pathNot: [tests, "^packages/open-store/"] },
      to: { path: "^packages/store-[^/]+/", pathNot: "^packages/$1/" },
    },
    {
      name: "only-apps-open-stores",
      comment: "A package is given its store.",
      severity: "error",
      from: { path: "^packages/(?!open-store/)", pathNot: tests },
      to: { path: "^packages/open-store/" },
    },
    {
      name: "nobody-knows-an-app",
      comment: "An app is an end point: no package and no other app imports it.",
      severity: "error",
      from: { path: "^(packages|apps)/([^/]+)/" },
      to: { path: "^apps/", pathNot: "^apps/$2/" },
    },
    {
      name: "only-tests-know-test-databases",
      comment: "Databases for tests come from one private package, which no shipped module imports.",
      severity: "error",
      from: { path: "^(packages|apps)/", pathNot: [tests, "^packages/test-databases/"] },
      to: { path: "^packages/test-databases/" },
    },
    {
      name: "test-databases-know-no-other-package",
      comment: "They are databases, whatever is kept in them.",
      severity: "error",
      from: { path: "^packages/test-databases/" },
      to: { path: "^(packages|apps)/", pathNot: "^packages/test-databases/" },
    },
    {
      name: "no-reaching-into-another-package",
      comment:
        "Other packages are imported by name, through what they export; never by a path into their src/.",
      severity: "error",
      from: { path: "^(packages|apps)/([^/]+)/" },
      to: { path: "^(packages|apps)/[^/]+/", pathNot: "^$1/$2/", dependencyTypesNot: ["aliased"] },
    },
    {
      name: "no-cycles",
      comment: "Modules that need each other are one module, or miss a third that both need.",
      severity: "error",
      from: {},
      to: { circular: true },
    },
    {
      name: "no-orphans",
      comment: "A module that nothing imports and that imports nothing is left over.",
      severity: "error",
      from: { orphan: true, pathNot: [tests, "[.]d[.]ts$", "[.]config[.]ts$", "/src/(index|main)[.]ts$"] },
      to: {},
    },
    {
      name: "no-dev-dependencies-in-sources",
      comment:
        "What ships must find its imports where it is installed. Tests may import anything; the conformance kit " +
        "may import vitest, its optional peer dependency.",
      severity: "error",
      from: { path: "^(packages|apps)/[^/]+/src/", pathNot: [tests] },
      to: {
        dependencyTypes: ["npm-dev"],
        dependencyTypesNot: ["type-only", "npm", "npm-peer", "npm-optional"],
        pathNot: "node_modules/@types/",
      },
    },
    {
      name: "vitest-only-in-the-conformance-kit",
      comment: "No other shipped module may pull in the test runner.",
      severity: "error",
      from: {
        path: "^(packages|apps)/[^/]+/src/",
        pathNot: [tests, conformanceKit, "^packages/test-databases/"],
      },
      to: { path: "node_modules/(vitest|@vitest)/" },
    },
    {
      name: "no-tests-in-sources",
      comment: "Shipped modules import no tests.",
      severity: "error",
      from: { path: "^(packages|apps)/[^/]+/src/", pathNot: [tests] },
      to: { path: tests },
    },
    {
      name: "no-undeclared-dependencies",
      comment: "Every import is declared in the importing package's own package.json.",
      severity: "error",
      from: {},
      // A peer dependency that is also a dev dependency is both declared and "npm-no-pkg" to dependency-cruiser.
      to: { dependencyTypes: ["npm-no-pkg", "npm-unknown"], dependencyTypesNot: ["npm-peer"] },
    },
    {
      name: "no-unresolvable-imports",
      comment: "An import that leads nowhere.",
      severity: "error",
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^(packages|apps)/[^/]+/(dist|reports|[.]turbo)/" },
    // Names of our own packages resolve to their sources, also before anything is built.
    tsConfig: { fileName: "tsconfig.base.json" },
    tsPreCompilationDeps: true,
    combinedDependencies: false,
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "node", "default", "types"],
      extensions: [".ts", ".tsx", ".js", ".mjs", ".json", ".node", ".d.ts"],
    },
  },
};
