import { i18n } from "@lingui/core";
import { type AccountGroup, contract } from "@lucid/contract";
import { implement } from "@orpc/server";
import { act, cleanup, screen, waitFor } from "@testing-library/react";
import { afterEach, expect, it } from "vitest";
import { sampleAccount } from "../../shared/testing/sample-account.ts";
import { showPage } from "../../windows/user/testing/show-page.tsx";

afterEach(cleanup);

const group = (name: string, at: number) =>
  ({
    ...{ group_id: `00000000-0000-4000-8000-00000000000${at}`, name, description: "", members: 0 },
    created_at: "2026-11-20T10:00:00.000Z",
  }) as unknown as AccountGroup;

it("lists groups in the order of their names in the reader's language, numbers by their size", async () => {
  const { list } = implement(contract).groups;
  const groups = ["Zoo", "Group 10", "Group 2", "group 1", "Äpfel"].map(group);
  const admin = { ...sampleAccount, role: "SUPER_ADMIN" as const, permissions: ["view_all_users" as const] };
  showPage("/admin/people/groups", { groups: { list: list.handler(() => ({ groups })) } }, { ...admin });
  await screen.findByText("Zoo");
  const rows = () =>
    screen
      .getAllByRole("row")
      .slice(1)
      .map((row) => row.querySelector("td")?.textContent);
  expect(rows()).toEqual(["Äpfel", "group 1", "Group 2", "Group 10", "Zoo"]);
  act(() => i18n.loadAndActivate({ locale: "sv", messages: {} }));
  await waitFor(() => expect(rows()).toEqual(["group 1", "Group 2", "Group 10", "Zoo", "Äpfel"]));
});
