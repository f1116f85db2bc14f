// Prints "N passed, N failed" from the JSON report of all levels, as the last line of a CI run.
// Usage: node print-test-counts.mjs REPORT EXIT_CODE
import { readFileSync } from "node:fs";

const [reportFile = "", exitCode = "1"] = process.argv.slice(2);
const { passed, failed } = countsOf(reportFile);
// A run can fail without a failed test: lint, types, a file that does not load, an error outside every test.
const failures = exitCode === "0" ? failed : Math.max(failed, 1);
process.stdout.write(`${passed} passed, ${failures} failed\n`);

/** @param {string} file */
function countsOf(file) {
  try {
    const report = JSON.parse(readFileSync(file, "utf8"));
    return { passed: Number(report.numPassedTests), failed: Number(report.numFailedTests) };
  } catch {
    return { passed: 0, failed: 0 };
  }
}
