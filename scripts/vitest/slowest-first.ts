import { availableParallelism } from "node:os";
import { relative } from "node:path";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/**
 * Seconds of the files that take 20 or more in a whole run on two slow cores, of unit tests and simulations 10. Begun last, one of them would run on alone while a core has
 * nothing to do. They are hints: a new file works without one, and a wrong one costs time and nothing else.
 */
export const SECONDS: Readonly<Record<string, number>> = {
  "apps/desktop/test/app/session-page.e2e.test.ts": 166,
  "apps/desktop/test/app/states-of-the-window.e2e.test.ts": 143,
  "apps/desktop/test/app/finding-ones-way.e2e.test.ts": 129,
  "apps/desktop/test/app/verify-page.e2e.test.ts": 129,
  "apps/desktop/test/app/first-session.e2e.test.ts": 121,
  "apps/desktop/test/app/node-away.e2e.test.ts": 105,
  "apps/desktop/test/app/follow-recording.e2e.test.ts": 103,
  "packages/pipeline/src/recorder/gaps.integration.test.ts": 102,
  "apps/desktop/test/app/odd-conditions.e2e.test.ts": 97,
  "apps/desktop/test/node/crashes.e2e.test.ts": 97,
  "apps/desktop/test/app/german.e2e.test.ts": 94,
  "apps/desktop/test/app/network-away.e2e.test.ts": 94,
  "apps/desktop/test/node/package.e2e.test.ts": 93,
  "packages/payments/src/transfers/transfers.simulation.test.ts": 91,
  "packages/core/src/desktops/rdp-clipboard.integration.test.ts": 90,
  "apps/desktop/test/app/states-of-a-session.e2e.test.ts": 88,
  "packages/core/src/node/onion-service.integration.test.ts": 77,
  "apps/desktop/test/node/chain-command.e2e.test.ts": 74,
  "apps/desktop/test/node/network-command.e2e.test.ts": 72,
  "packages/pipeline/src/recorder/completeness.integration.test.ts": 71,
  "packages/chain/src/v2/testing/network.simulation.test.ts": 65,
  "packages/core/src/node/every-change.test.ts": 63,
  "apps/desktop/test/node/shell/recording.e2e.test.ts": 62,
  "packages/pipeline/src/recorder/recorder.integration.test.ts": 62,
  "apps/desktop/test/node/shared-store.e2e.test.ts": 59,
  "apps/desktop/test/node/chaos.e2e.test.ts": 58,
  "apps/desktop/test/node/backup-command.e2e.test.ts": 55,
  "packages/core/src/desktops/rdp/rdp-front.integration.test.ts": 54,
  "apps/desktop/test/app/keyboard.e2e.test.ts": 52,
  "packages/core/src/network/membership.integration.test.ts": 52,
  "apps/desktop/test/node/command-errors.e2e.test.ts": 51,
  "apps/desktop/test/app/states-before-login.e2e.test.ts": 50,
  "apps/desktop/test/node/guide-commands.e2e.test.ts": 50,
  "packages/core/src/desktops/layouts.integration.test.ts": 50,
  "apps/desktop/test/node/bundle.e2e.test.ts": 48,
  "apps/desktop/test/app/real-recording.e2e.test.ts": 45,
  "apps/desktop/test/node/invoices-command.e2e.test.ts": 45,
  "apps/desktop/test/node/shell/security.e2e.test.ts": 45,
  "apps/desktop/test/node/shell/opening.e2e.test.ts": 44,
  "apps/desktop/test/app/passkeys.e2e.test.ts": 43,
  "apps/desktop/test/app/payouts.e2e.test.ts": 43,
  "apps/desktop/test/node/full-disk.e2e.test.ts": 43,
  "apps/desktop/test/node/guide-failures.e2e.test.ts": 43,
  "apps/desktop/test/node/money-demo.e2e.test.ts": 42,
  "apps/desktop/test/node/shell/windows.e2e.test.ts": 37,
  "packages/pipeline/src/capture/create-video-capture.integration.test.ts": 37,
  "apps/desktop/test/app/backup.e2e.test.ts": 35,
  "apps/desktop/test/app/people.e2e.test.ts": 35,
  "apps/desktop/test/app/sessions-list.e2e.test.ts": 35,
  "apps/desktop/test/node/tor-command.e2e.test.ts": 35,
  "packages/core/src/desktops/local-desktops.integration.test.ts": 34,
  "apps/desktop/main/cli/update/update.integration.test.ts": 33,
  "apps/desktop/test/node/keys-command.e2e.test.ts": 31,
  "apps/desktop/test/app/tron-wallet.e2e.test.ts": 30,
  "apps/desktop/test/node/export-command.e2e.test.ts": 30,
  "apps/desktop/test/node/emergency.e2e.test.ts": 29,
  "apps/desktop/test/node/races.e2e.test.ts": 29,
  "apps/desktop/test/node/sessions-api.e2e.test.ts": 28,
  "apps/desktop/test/app/second-factor.e2e.test.ts": 27,
  "apps/desktop/test/node/known-command.e2e.test.ts": 27,
  "packages/core/src/desktops/x/x-gate.integration.test.ts": 26,
  "packages/payments/src/payouts/payouts.simulation.test.ts": 26,
  "packages/core/src/desktops/desktop.integration.test.ts": 25,
  "apps/desktop/test/app/live-view.e2e.test.ts": 24,
  "packages/chain/src/crash.integration.test.ts": 24,
  "packages/core/src/node/backups.test.ts": 24,
  "packages/payments/src/transfers/transfers.integration.test.ts": 24,
  "packages/pipeline/src/recorder/odd-screens.integration.test.ts": 24,
  "packages/proof/src/vectors.test.ts": 24,
  "apps/desktop/test/node/network-processes.e2e.test.ts": 23,
  "apps/desktop/test/node/devnet-command.e2e.test.ts": 22,
  "apps/desktop/test/node/pictures.e2e.test.ts": 22,
  "apps/desktop/test/app/policies.e2e.test.ts": 21,
  "packages/core/src/desktops/limits.integration.test.ts": 21,
  "packages/core/src/emergency/other-nodes.integration.test.ts": 21,
  "packages/core/src/shared-store/redis/redis.integration.test.ts": 21,
  "apps/desktop/main/cli/verify-network-proof.integration.test.ts": 20,
  "apps/desktop/test/node/webhooks.e2e.test.ts": 20,
  "packages/payments/src/payouts/payouts.integration.test.ts": 20,
  "packages/chain/src/v2/peers/hostile-peers.test.ts": 18,
  "packages/payments/src/invoices/invoices.simulation.test.ts": 18,
  "packages/chain/src/testing/sudden-deaths.simulation.test.ts": 13,
  "packages/core/src/node/audit-log.test.ts": 13,
  "packages/pipeline/src/screen/start-capture-pool.test.ts": 12,
  "packages/core/src/node/clock-steps.test.ts": 11,
  "packages/core/src/node/email-login.test.ts": 11,
  "packages/chain/src/testing/rough-network.simulation.test.ts": 10,
};

/**
 * The same of files that compute all the time, each beside others that wait. Together they would share the cores, and leave none to do
 * anything for the rest of the level: they follow one another, beside those that wait.
 */
export const COMPUTING: Readonly<Record<string, number>> = {
  "apps/desktop/main/cli/verify-limits.integration.test.ts": 110,
  "scripts/guides/guides.integration.test.ts": 110,
  "scripts/mutants/every-check.integration.test.ts": 90,
  "packages/proof/src/second-verifier.integration.test.ts": 30,
  "apps/desktop/test/packaging.integration.test.ts": 28,
  "packages/proof/src/explain.integration.test.ts": 25,
  "packages/proof/src/verify-by-hand.integration.test.ts": 25,
};

/** So many files of a level that starts programs run at once. */
export const AT_ONCE = Math.min(availableParallelism() + 1, 6);
/**
 * Of one whose files wait for desktops, encoders, and gaps that last seconds: those that do take a third of a core each, beside the one
 * that computes.
 */
export const WAITING_AT_ONCE = Math.min(availableParallelism() + 2, 6);
/** Of a file that is not listed. */
const FEW_SECONDS = 5;

/** The files in the order in which they would begin if all took what is listed, the longest first. */
export function inOrder(files: readonly string[], atOnce = AT_ONCE): string[] {
  const computing = files.filter((file) => file in COMPUTING);
  const others = files.filter((file) => !(file in COMPUTING));
  const starts = [...startsOf(computing, 1), ...startsOf(others, computing.length > 0 ? Math.max(1, atOnce - 1) : atOnce)];
  return starts.toSorted((one, other) => one.at - other.at).map(({ file }) => file);
}

/** When each begins, where so many run at once. What takes equally long keeps its order. */
function startsOf(files: readonly string[], atOnce: number): { readonly file: string; readonly at: number }[] {
  const seconds = (file: string): number => COMPUTING[file] ?? SECONDS[file] ?? FEW_SECONDS;
  const free = Array.from({ length: atOnce }, () => 0);
  return files
    .toSorted((one, other) => seconds(other) - seconds(one))
    .map((file) => {
      const at = Math.min(...free);
      free[free.indexOf(at)] = at + seconds(file);
      return { file, at };
    });
}

/** Begins with what takes longest, and lets what computes follow one another. */
export class SlowestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const pathOf = ({ moduleId }: TestSpecification): string => relative(this.ctx.config.root, moduleId);
    // All are of levels that run together, with as many at once.
    const order = inOrder(files.map(pathOf), files[0]?.project.config.maxWorkers);
    const places = new Map(order.map((file, place) => [file, place]));
    return files.toSorted((one, other) => (places.get(pathOf(one)) ?? 0) - (places.get(pathOf(other)) ?? 0));
  }
}
