import { contract, paginate, type Session } from "@lucid/contract";
import { implement, ORPCError } from "@orpc/server";
import { cleanup, fireEvent, screen, within } from "@testing-library/react";
import { afterEach, expect, it } from "vitest";
import { sampleSession } from "../../shared/testing/sample-session.ts";
import { showPage } from "../../windows/user/testing/show-page.tsx";

const os = implement(contract);
afterEach(cleanup);

function nodeWith(sessions: readonly Session[]) {
  const removed: { reason?: string } = {};
  const router = {
    sessions: {
      list: os.sessions.list.handler(({ input }) => {
        const found = sessions.filter(({ name }) => name.startsWith(input.q ?? ""));
        return { sessions: found, pagination: paginate(input, found.length) };
      }),
      statistics: os.sessions.statistics.handler(() => ({
        live: 1,
        total: sessions.length,
        recorded_seconds_30_days: 220_800,
        size_bytes: 18_400_000_000,
        provable: 1,
      })),
      remove: os.sessions.remove.handler(({ input }) => {
        removed.reason = input.reason;
        throw new ORPCError("LUCID_SESSION_ERR_4317", { status: 409, message: "The session is under legal hold" });
      }),
    },
  };
  return { router, removed };
}

it("lists sessions with their state in words, their proof and their root", async () => {
  const live = sampleSession({
    session_id: "6d1a0f0e-4f44-4a0e-8f86-3c8c7a4b3f11" as Session["session_id"],
    name: "Design review",
    state: "recording",
    anchor: { status: "none", transaction_id: null, block_height: null, confirmations: 0, not_before: null, final_at: null },
    proven_until: new Date(Date.now() - 9_500).toISOString(),
    merkle_root: null,
  });
  showPage("/sessions", nodeWith([live, sampleSession()]).router);
  const row = await screen.findByRole("row", { name: /Quarterly patch window/ });
  expect(row.textContent?.replaceAll("\u202f", " ")).toContain("final02:14:30812 chunksblock 48 102");
  expect(within(row).getByRole("button", { name: /copy the whole root/ })).toBeDefined();
  const liveRow = screen.getByRole("row", { name: /Design review/ });
  expect(liveRow.textContent).toMatch(/recording.*proven up to \d+\u00a0s ago/);
  expect(await screen.findByText(/61.h 20.m/)).toBeDefined();
});

it("teaches the next step when there are no sessions", async () => {
  showPage("/sessions", nodeWith([]).router);
  expect(await screen.findByRole("heading", { name: "No sessions yet" })).toBeDefined();
  expect(screen.getByRole("link", { name: "Record a first session" }).getAttribute("href")).toBe("/sessions/new");
});

it("says what a deletion takes and leaves, and shows a refusal with its code", async () => {
  const { router, removed } = nodeWith([sampleSession()]);
  showPage("/sessions", router);
  fireEvent.click(await screen.findByRole("button", { name: "Actions for Quarterly patch window" }));
  fireEvent.click(await screen.findByRole("menuitem", { name: "Delete" }));
  const dialog = await screen.findByRole("dialog");
  expect(dialog.textContent).toContain("812 chunks of recording, 1.2\u00a0GB, on this node");
  expect(dialog.textContent).toContain("its proof on the chain");
  fireEvent.change(within(dialog).getByRole("textbox"), { target: { value: "asked to" } });
  fireEvent.click(within(dialog).getByRole("button", { name: "Delete the recording" }));
  const alert = await within(dialog).findByRole("alert");
  expect(alert.textContent).toContain("The session is under legal hold");
  expect(alert.textContent).toContain("LUCID_SESSION_ERR_4317");
  expect(removed.reason).toBe("asked to");
});
