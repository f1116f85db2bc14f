import { contract, type Session } from "@lucid/contract";
import { implement } from "@orpc/server";
import { cleanup, fireEvent, screen, within } from "@testing-library/react";
import { afterEach, expect, it } from "vitest";
import { sampleSession } from "../../shared/testing/sample-session.ts";
import { showPage } from "../../windows/user/testing/show-page.tsx";

const os = implement(contract);
afterEach(cleanup);

const draft = sampleSession({
  state: "created",
  started_at: null,
  ended_at: null,
  chunk_count: 0,
  anchored: false,
  manifest_hash: null,
  end: null,
  anchor: { status: "none", transaction_id: null, block_height: null, confirmations: 0, not_before: null, final_at: null },
});

it("leads on from a session that was prepared: start, change, give up", async () => {
  let session: Session = draft;
  showPage(`/sessions/${draft.session_id}`, {
    sessions: {
      get: os.sessions.get.handler(() => session),
      cancel: os.sessions.cancel.handler(() => (session = { ...draft, state: "cancelled" })),
    },
  });
  expect(await screen.findByRole("heading", { name: "This session has not started" })).toBeTruthy();
  expect(screen.getByRole("button", { name: "Start recording" })).toBeTruthy();
  expect(screen.getByRole("button", { name: "Change" })).toBeTruthy();
  fireEvent.click(screen.getByRole("button", { name: "Give up" }));
  expect(await screen.findAllByText("Nothing was recorded")).toBeTruthy();
  expect(within(screen.getByRole("main")).getByRole("link", { name: "New session" })).toBeTruthy();
  expect(screen.queryByRole("button", { name: "Verify" })).toBeNull();
  expect(screen.queryByText(/Possible as soon as/)).toBeNull();
});

it("says why a session failed, and leads to a new one", async () => {
  const failed = { ...draft, state: "failed", reason: { code: "start-interrupted", data: {} } } as const satisfies Session;
  showPage(`/sessions/${draft.session_id}`, { sessions: { get: os.sessions.get.handler(() => failed) } });
  expect((await screen.findAllByText(/The node ended while the session was starting/)).length).toBeGreaterThan(0);
  expect(within(screen.getByRole("main")).getByRole("link", { name: "New session" })).toBeTruthy();
  expect(screen.queryByRole("button", { name: "Verify" })).toBeNull();
  expect(screen.queryByText(/Possible as soon as/)).toBeNull();
});
