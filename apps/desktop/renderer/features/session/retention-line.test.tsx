import { contract, type Session } from "@lucid/contract";
import { implement } from "@orpc/server";
import { cleanup, screen } from "@testing-library/react";
import { afterEach, expect, it } from "vitest";
import { sampleSession } from "../../shared/testing/sample-session.ts";
import { showPage } from "../../windows/user/testing/show-page.tsx";

const os = implement(contract);
afterEach(cleanup);

const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString();

function showKept(changes: Partial<Session>): void {
  const session = sampleSession(changes);
  showPage(`/sessions/${session.session_id}`, { sessions: { get: os.sessions.get.handler(() => session) } });
}

it.each([
  [30, false],
  [3, true],
])("says above a recording until when it is kept, %i days before, with a mark: %s", async (days, isMarked) => {
  showKept({ retention_until: inDays(days) });
  const line = await screen.findByText(/^Kept until .*, then deleted; its proof stays\.$/);
  expect(line.querySelector("[data-tone=warning]") !== null).toBe(isMarked);
});

it("says of a recording under legal hold that it is kept as long as that lasts", async () => {
  showKept({ retention_until: inDays(3), legal_hold: true });
  expect(await screen.findByText("Under legal hold: it is kept until the hold is ended.")).toBeTruthy();
  expect(screen.queryByText(/^Kept until/)).toBeNull();
});
