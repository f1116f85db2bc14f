import { i18n } from "@lingui/core";
import { I18nProvider } from "@lingui/react";
import type { BackupJob, BackupsState } from "@lucid/contract";
import { MantineProvider } from "@mantine/core";
import { cleanup, render, screen } from "@testing-library/react";
import { afterEach, expect, it } from "vitest";
import { WaitingJobs } from "./waiting-jobs.tsx";

afterEach(cleanup);

const job = { job_id: "one", kind: "make", backup_id: null, asked_by: null, asked_at: "2026-11-30T02:30:00.000Z" } as const;

function words(cause: BackupJob["cause"]): string | null {
  const state = { backups: [], waiting: [{ ...job, cause }] } as unknown as BackupsState;
  i18n.loadAndActivate({ locale: "en", messages: {} });
  render(
    <MantineProvider env="test">
      <I18nProvider i18n={i18n}>
        <WaitingJobs state={state} isPending={false} onCancel={() => undefined} />
      </I18nProvider>
    </MantineProvider>,
  );
  return screen.getByRole("listitem").textContent;
}

it.each([
  ["schedule", /^Make a backupby the clock · /],
  ["person", /^Make a backupAsked for by somebody · /],
] as const)("says of what waits whether the clock or somebody asked for it: %s", (cause, expected) => {
  expect(words(cause)).toMatch(expected);
});
