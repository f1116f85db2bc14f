import { relative } from "node:path";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/**
 * Seconds of the files that take 20 or more on two quiet cores. Begun last, one of them would run on alone while a core has nothing
 * to do. They are hints: a new file works without one, and a wrong one costs time and nothing else.
 */
export const SECONDS: Readonly<Record<string, number>> = {
  "apps/desktop/test/app/session-page.e2e.test.ts": 99,
  "packages/pipeline/src/recorder/gaps.integration.test.ts": 97,
  "apps/desktop/test/node/crashes.e2e.test.ts": 70,
  "packages/core/src/desktops/layouts.integration.test.ts": 69,
  "packages/pipeline/src/recorder/completeness.integration.test.ts": 66,
  "apps/desktop/test/app/states-of-the-window.e2e.test.ts": 61,
  "packages/pipeline/src/recorder/recorder.integration.test.ts": 59,
  "apps/desktop/test/app/first-session.e2e.test.ts": 49,
  "apps/desktop/main/cli/verify-limits.integration.test.ts": 48,
  "apps/desktop/test/app/follow-recording.e2e.test.ts": 42,
  "apps/desktop/test/node/full-disk.e2e.test.ts": 39,
  "apps/desktop/test/app/verify-page.e2e.test.ts": 36,
  "apps/desktop/test/app/states-of-a-session.e2e.test.ts": 36,
  "apps/desktop/test/node/bundle.e2e.test.ts": 36,
  "packages/core/src/desktops/rdp/rdp-front.integration.test.ts": 34,
  "apps/desktop/test/app/node-away.e2e.test.ts": 32,
  "apps/desktop/test/node/command-errors.e2e.test.ts": 32,
  "apps/desktop/test/node/chaos.e2e.test.ts": 31,
  "scripts/mutants/every-check.integration.test.ts": 29,
  "apps/desktop/test/app/german.e2e.test.ts": 28,
  "apps/desktop/test/app/states-before-login.e2e.test.ts": 27,
  "apps/desktop/test/app/finding-ones-way.e2e.test.ts": 26,
  "packages/core/src/desktops/policy.integration.test.ts": 26,
  "apps/desktop/test/app/network-away.e2e.test.ts": 25,
  "apps/desktop/test/app/real-recording.e2e.test.ts": 25,
  "packages/core/src/desktops/desktop.integration.test.ts": 24,
  "apps/desktop/test/app/sessions-list.e2e.test.ts": 22,
  "packages/core/src/desktops/x/x-gate.integration.test.ts": 22,
  "scripts/guides/guides.integration.test.ts": 22,
  "apps/desktop/test/node/sessions-api.e2e.test.ts": 21,
};

/** Begins with what takes longest; the others keep the order in which they were found. */
export class SlowestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const seconds = ({ moduleId }: TestSpecification): number => SECONDS[relative(this.ctx.config.root, moduleId)] ?? 0;
    return files.toSorted((one, other) => seconds(other) - seconds(one));
  }
}
