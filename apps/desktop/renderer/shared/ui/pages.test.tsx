import { type AccessRequest, type Account, contract, type Pagination } from "@lucid/contract";
import { implement } from "@orpc/server";
import { cleanup, fireEvent, screen, waitFor } from "@testing-library/react";
import { afterEach, expect, it } from "vitest";
import { showPage } from "../../windows/user/testing/show-page.tsx";
import { sampleAccount } from "../testing/sample-account.ts";

afterEach(cleanup);

const os = implement(contract);
const admin: Account = { ...sampleAccount, permissions: ["view_all_users", "manage_users", "view_own_sessions"] };
/** A list of 510, as the node gives it out in pages. */
const paged = ({ page, limit }: { page: number; limit: number }): Pagination & { readonly at: readonly number[] } => {
  const first = (page - 1) * limit;
  const at = Array.from({ length: Math.max(0, Math.min(limit, 510 - first)) }, (_, index) => first + index);
  return { page, limit, total: 510, pages: Math.ceil(510 / limit), at };
};
const request = (at: number): AccessRequest =>
  ({
    ...{ request_id: `00000000-0000-4000-8000-${String(at).padStart(12, "0")}`, policy_id: "house", policy_version: 1 },
    ...{ rule_id: "asks", action: "copy_out", policy_name: "House", session_id: null, reason: `Reason ${at}`, minutes: 30 },
    ...{ status: "denied", reviewers: 1, decisions: [], may_decide: false, may_revoke: false, used_by: null },
    ...{ asker: { user_id: sampleAccount.user_id, name: "Ada", tron_address: "T" } },
    ...{ requested_at: "2026-11-20T10:00:00.000Z", ends_at: "2026-11-20T11:00:00.000Z" },
  }) as unknown as AccessRequest;

const handlers = {
  accessRequests: {
    list: os.accessRequests.list.handler(({ input }) => {
      const { at, ...pagination } = paged(input);
      return { requests: at.map(request), pagination };
    }),
  },
  directory: {
    list: os.directory.list.handler(({ input }) => {
      const { at: _at, ...pagination } = paged(input);
      return { users: [], pagination };
    }),
  },
  invitations: {
    list: os.invitations.list.handler(({ input }) => {
      const { at: _at, ...pagination } = paged(input);
      return { invitations: [], pagination };
    }),
  },
  notifications: {
    list: os.notifications.list.handler(({ input }) => {
      const { at: _at, ...pagination } = paged(input);
      return { notifications: [], unread: 0, pagination };
    }),
  },
};

it("leads to each of more requests than a page holds, says how many there are, and keeps the page in the address", async () => {
  const { page } = showPage("/requests?which=all", handlers, admin);
  await screen.findByText("1 to 20 of 510");
  expect(screen.getByText("Reason 0")).toBeDefined();
  fireEvent.click(screen.getByRole("button", { name: "Page 26" }));
  await screen.findByText("501 to 510 of 510");
  await screen.findByText("Reason 509");
  expect(page.state.location.search).toEqual({ which: "all", page: 26 });
  fireEvent.click(screen.getByRole("radio", { name: "your own" }));
  await waitFor(() => expect(page.state.location.search).toEqual({}));
});

it.each(["/requests", "/admin/people", "/admin/people/invitations", "/notifications"])(
  "says of a page that %s does not have that there is none, and not that nothing is there",
  async (path) => {
    const { page } = showPage(`${path}?page=999`, handlers, admin);
    await screen.findByText("The list has no such page");
    for (const empty of [/^Nothing is asked for/, /^Nobody (fits|is invited)/, /^Nothing/])
      expect(screen.queryByText(empty)).toBeNull();
    fireEvent.click(screen.getByRole("button", { name: "To the first page" }));
    await waitFor(() => expect(page.state.location.search).toEqual({}));
  },
);
