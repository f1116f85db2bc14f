import { relative } from "node:path";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/**
 * Seconds of the files that take 20 or more on two quiet cores. Begun last, one of them would run on alone while a core has nothing
 * to do. They are hints: a new file works without one, and a wrong one costs time and nothing else.
 */
export const SECONDS: Readonly<Record<string, number>> = {
  "apps/desktop/test/app/session-page.e2e.test.ts": 105,
  "packages/pipeline/src/recorder/gaps.integration.test.ts": 95,
  "apps/desktop/test/node/crashes.e2e.test.ts": 84,
  "packages/pipeline/src/recorder/completeness.integration.test.ts": 67,
  "apps/desktop/test/app/states-of-the-window.e2e.test.ts": 60,
  "apps/desktop/test/node/package.e2e.test.ts": 60,
  "packages/pipeline/src/recorder/recorder.integration.test.ts": 57,
  "apps/desktop/test/app/follow-recording.e2e.test.ts": 56,
  "apps/desktop/test/app/first-session.e2e.test.ts": 54,
  "apps/desktop/test/app/german.e2e.test.ts": 50,
  "packages/core/src/desktops/layouts.integration.test.ts": 50,
  "apps/desktop/test/app/node-away.e2e.test.ts": 48,
  "scripts/guides/guides.integration.test.ts": 46,
  "apps/desktop/test/app/verify-page.e2e.test.ts": 45,
  "apps/desktop/test/node/bundle.e2e.test.ts": 43,
  "apps/desktop/main/cli/verify-limits.integration.test.ts": 42,
  "apps/desktop/test/app/finding-ones-way.e2e.test.ts": 42,
  "apps/desktop/test/node/command-errors.e2e.test.ts": 42,
  "apps/desktop/test/node/backup-command.e2e.test.ts": 41,
  "apps/desktop/test/app/network-away.e2e.test.ts": 40,
  "apps/desktop/test/app/states-of-a-session.e2e.test.ts": 40,
  "packages/core/src/desktops/policy.integration.test.ts": 40,
  "apps/desktop/test/node/full-disk.e2e.test.ts": 39,
  "packages/core/src/desktops/rdp/rdp-front.integration.test.ts": 39,
  "apps/desktop/test/app/real-recording.e2e.test.ts": 36,
  "apps/desktop/test/node/chaos.e2e.test.ts": 36,
  "apps/desktop/test/node/shell/recording.e2e.test.ts": 32,
  "apps/desktop/test/app/sessions-list.e2e.test.ts": 31,
  "apps/desktop/test/node/shell/opening.e2e.test.ts": 31,
  "apps/desktop/test/node/shell/security.e2e.test.ts": 30,
  "scripts/mutants/every-check.integration.test.ts": 29,
  "apps/desktop/test/app/states-before-login.e2e.test.ts": 28,
  "apps/desktop/test/node/shared-store.e2e.test.ts": 28,
  "packages/core/src/desktops/desktop.integration.test.ts": 28,
  "apps/desktop/main/cli/update/update.integration.test.ts": 27,
  "apps/desktop/test/node/emergency.e2e.test.ts": 26,
  "apps/desktop/test/node/guide-failures.e2e.test.ts": 25,
  "packages/core/src/desktops/x/x-gate.integration.test.ts": 25,
  "apps/desktop/test/app/passkeys.e2e.test.ts": 24,
  "apps/desktop/test/node/sessions-api.e2e.test.ts": 23,
  "apps/desktop/test/app/keyboard.e2e.test.ts": 22,
  "apps/desktop/test/node/shell/windows.e2e.test.ts": 22,
  "apps/desktop/test/app/live-view.e2e.test.ts": 21,
  "packages/core/src/shared-store/redis/redis.integration.test.ts": 21,
  "apps/desktop/test/app/odd-conditions.e2e.test.ts": 20,
  "apps/desktop/test/app/people.e2e.test.ts": 20,
  "packages/chain/src/crash.integration.test.ts": 20,
  "packages/proof/src/second-verifier.integration.test.ts": 20,
};

/** Begins with what takes longest; the others keep the order in which they were found. */
export class SlowestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const seconds = ({ moduleId }: TestSpecification): number => SECONDS[relative(this.ctx.config.root, moduleId)] ?? 0;
    return files.toSorted((one, other) => seconds(other) - seconds(one));
  }
}
