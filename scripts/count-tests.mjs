// Adds up the test reports of all packages and prints `N passed, N failed[, N skipped]`, its only line on stdout.
// A package whose report is missing or counts no test is a failure, and so is a test file or a run that failed outside
// of its tests. The exit code is 1 if anything failed.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/**
 * The parts of vitest's JSON report that are used here.
 * @typedef {{ status: string }} TestCase
 * @typedef {{ name: string, status: string, assertionResults: TestCase[] }} TestFile
 * @typedef {{ success: boolean, testResults: TestFile[] }} Report
 */

const root = fileURLToPath(new URL("..", import.meta.url));
const total = { passed: 0, failed: 0, skipped: 0 };

for (const folder of packageFolders()) {
  const count = { passed: 0, failed: 0, skipped: 0 };
  const report = readReport(join(root, folder, "reports", "tests.json"));
  for (const file of report?.testResults ?? []) {
    for (const test of file.assertionResults) {
      count[test.status === "passed" || test.status === "failed" ? test.status : "skipped"] += 1;
    }
    if (file.status === "failed" && file.assertionResults.every((test) => test.status !== "failed")) {
      complain(folder, `${file.name} failed outside of its tests`, count);
    }
  }
  if (report === undefined) complain(folder, "no test report", count);
  else if (count.passed + count.failed === 0) complain(folder, "no test was run", count);
  else if (!report.success && count.failed === 0)
    complain(folder, "the test run failed outside of its tests", count);

  total.passed += count.passed;
  total.failed += count.failed;
  total.skipped += count.skipped;
}

console.log(
  `${total.passed} passed, ${total.failed} failed` + (total.skipped > 0 ? `, ${total.skipped} skipped` : ""),
);
process.exitCode = total.failed > 0 ? 1 : 0;

/** @returns {string[]} folders of all packages that have a `test` script, relative to the root */
function packageFolders() {
  return ["packages", "apps"].flatMap((group) =>
    readdirSync(join(root, group))
      .map((name) => join(group, name))
      .filter((folder) => {
        const manifest = join(root, folder, "package.json");
        return existsSync(manifest) && JSON.parse(readFileSync(manifest, "utf8")).scripts?.test !== undefined;
      }),
  );
}

/**
 * @param {string} path
 * @returns {Report | undefined} undefined if there is no report, or an incomplete one
 */
function readReport(path) {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch {
    return undefined;
  }
}

/**
 * @param {string} folder
 * @param {string} what
 * @param {{ failed: number }} count
 */
function complain(folder, what, count) {
  console.error(`${folder}: ${what}`);
  count.failed += 1;
}
