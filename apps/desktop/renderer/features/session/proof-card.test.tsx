import { contract } from "@lucid/contract";
import { implement } from "@orpc/server";
import { cleanup, screen } from "@testing-library/react";
import { afterEach, expect, it } from "vitest";
import { sampleSession } from "../../shared/testing/sample-session.ts";
import { showPage } from "../../windows/user/testing/show-page.tsx";

const os = implement(contract);
afterEach(cleanup);

it("says whose transaction stands under a session's id, and offers no proof", async () => {
  const hash = "7".repeat(64);
  const session = sampleSession({
    state: "stored",
    anchored: false,
    anchored_at: null,
    anchored_chunk_count: 0,
    chunk_count: 0,
    anchor: { status: "none", transaction_id: null, block_height: null, confirmations: 0, not_before: null, final_at: null },
    foreign_anchor: {
      type: "session_anchor",
      transaction_id: hash,
      sender: "8".repeat(64),
      block_height: 12,
      chunk_count: 3,
      final: true,
    },
  });
  showPage(`/sessions/${session.session_id}`, { sessions: { get: os.sessions.get.handler(() => session) } });
  expect(await screen.findByText("Not proven")).toBeTruthy();
  expect(screen.getByText(/transaction 77777777.* is not this recording's/)).toBeTruthy();
  expect(screen.getByRole("button", { name: "Verify" })).toHaveProperty("disabled", true);
  expect(screen.queryByText("Being sealed")).toBeNull();
});
