import { writeFileSync } from "node:fs";
import type { SerializedError } from "vitest";
import type { Reporter, TestModule } from "vitest/node";

/** Writes how many errors came outside of every test into the file that LUCID_ERRORS_OUTSIDE names: vitest's JSON report has none of them. */
export default class ErrorsOutside implements Reporter {
  onTestRunEnd(_files: readonly TestModule[], errors: readonly SerializedError[]): void {
    const file = process.env["LUCID_ERRORS_OUTSIDE"];
    if (file) writeFileSync(file, String(errors.length));
  }
}
