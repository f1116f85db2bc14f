import { i18n } from "@lingui/core";
import { I18nProvider } from "@lingui/react";
import type { Backup, BackupsState } from "@lucid/contract";
import { MantineProvider } from "@mantine/core";
import { cleanup, render, screen } from "@testing-library/react";
import { afterEach, expect, it } from "vitest";
import { BackupList } from "./backup-list.tsx";

afterEach(cleanup);

const ID = "0198c0de-1111-4111-8111-111111111111";
const backup = {
  ...{ backup_id: ID, cause: "person", asked_by: null, state: "made", fault: null, message: null, absent: 0, bad_parts: 0 },
  ...{ started_at: "2026-11-30T02:30:00.000Z", archive_bytes: null, read_back_at: null, rehearsed_at: null, path: null },
} as unknown as Backup;

/** The buttons of one backup, and which of them can be pressed. */
function buttons(state: Pick<BackupsState, "running" | "waiting">): readonly string[] {
  i18n.loadAndActivate({ locale: "en", messages: {} });
  render(
    <MantineProvider env="test">
      <I18nProvider i18n={i18n}>
        <BackupList backups={[backup]} state={state} rehearses onReadBack={() => undefined} onRehearse={() => undefined} />
      </I18nProvider>
    </MantineProvider>,
  );
  return screen
    .getAllByRole<HTMLButtonElement>("button")
    .map(({ textContent, disabled }) => `${textContent}${disabled ? " (disabled)" : ""}`);
}
const running = (stage: string, backup_id = ID) =>
  ({ running: { backup_id, stage, done_bytes: 0, total_bytes: 0 }, waiting: [] }) as unknown as BackupsState;

it("offers nothing that is being done with a backup, or waits to be, and says so", () => {
  expect(buttons({ running: null, waiting: [] })).toEqual(["Read back", "Rehearse"]);
  cleanup();
  expect(buttons(running("rehearsing"))).toEqual(["Read back", "Being rehearsed (disabled)"]);
  cleanup();
  expect(buttons(running("reading-back"))).toEqual(["Being read back (disabled)", "Rehearse"]);
  cleanup();
  const waiting = [{ backup_id: ID, kind: "rehearse" }] as unknown as BackupsState["waiting"];
  expect(buttons({ running: null, waiting })).toEqual(["Read back", "Waits to be rehearsed (disabled)"]);
});

it("offers the same for another backup meanwhile", () => {
  expect(buttons(running("rehearsing", "0198c0de-2222-4111-8111-111111111111"))).toEqual(["Read back", "Rehearse"]);
});
