import { contract, HashHex, PolicyDocument, PolicyId, type StoredPolicy } from "@lucid/contract";
import { implement, ORPCError } from "@orpc/server";
import { act, cleanup, fireEvent, screen, waitForElementToBeRemoved, within } from "@testing-library/react";
import { afterEach, expect, it } from "vitest";
import { sampleAccount } from "../../shared/testing/sample-account.ts";
import { showPage } from "../../windows/user/testing/show-page.tsx";
import { newDocument } from "./edited-policy.ts";

afterEach(cleanup);

const os = implement(contract);
const AT = "2026-11-20T10:00:00.000Z";
const POLICY = PolicyId.parse("house");
const admin = { ...sampleAccount, role: "SUPER_ADMIN" as const, permissions: ["view_all_users", "manage_policies"] };

const versionOf = (version: number, name: string): StoredPolicy => ({
  ...{ policy_id: POLICY, kind: "node", owner_id: null, status: "enabled", updated_at: AT, may_change: true },
  current: {
    ...{ policy_id: POLICY, version, hash: HashHex.parse(String(version).repeat(64)), author_id: null, created_at: AT },
    document: PolicyDocument.parse({ ...newDocument(), name }),
  },
});

/** A node with one policy, of which a newer version may be saved by somebody else. */
function showPolicies(path: string) {
  const node = { policy: versionOf(1, "House"), basedOn: [] as number[] };
  const shown = showPage(
    path,
    {
      policies: {
        list: os.policies.list.handler(() => ({ policies: [node.policy] })),
        get: os.policies.get.handler(() => node.policy),
        versions: os.policies.versions.handler(() => ({ versions: [node.policy.current], next_before: null })),
        update: os.policies.update.handler(({ input }) => {
          node.basedOn.push(input.based_on);
          throw new ORPCError("POLICY_CHANGED", { status: 409 });
        }),
      },
      groups: { list: os.groups.list.handler(() => ({ groups: [] })) },
      directory: {
        list: os.directory.list.handler(({ input: { q, limit } }) => {
          // Of an account without a name its address is shown, and shortened.
          const users = q !== undefined && sampleAccount.tron_address?.startsWith(q) === true ? [sampleAccount] : [];
          return { users, pagination: { page: 1, limit, total: users.length, pages: users.length } };
        }),
        get: os.directory.get.handler(() => ({
          ...{ ...sampleAccount, suspension: null, logins: [], may: { actions: [], roles: [] } },
          sessions: { count: 0, size_bytes: 0, open: 0 },
        })),
      },
    },
    admin,
  );
  return { ...shown, node };
}

const nameField = async () => screen.findByRole<HTMLInputElement>("textbox", { name: "Name" });
const type = (field: HTMLElement, value: string) => fireEvent.change(field, { target: { value } });

it("asks before an unsaved policy is left, and keeps it when somebody stays", async () => {
  const { page } = showPolicies("/admin/policies?part=edit");
  type(await nameField(), "Weekdays");
  fireEvent.click(screen.getByRole("link", { name: /House/ }));
  const question = await screen.findByRole("dialog", { name: "Leave without saving?" });
  fireEvent.click(within(question).getByRole("button", { name: "Stay here" }));
  await waitForElementToBeRemoved(question);
  expect((await nameField()).value).toBe("Weekdays");

  page.history.push("/sessions");
  fireEvent.click(await screen.findByRole("button", { name: "Leave without saving" }));
  await expect.poll(() => page.state.location.pathname).toBe("/sessions");
});

it("asks nothing where nothing was typed", async () => {
  showPolicies("/admin/policies?part=edit");
  await nameField();
  fireEvent.click(screen.getByRole("button", { name: "Cancel" }));
  await screen.findByRole("heading", { level: 2, name: "House" });
});

it("keeps what is typed when somebody else saves a version, and does not undo that one", async () => {
  const { queries, node } = showPolicies("/admin/policies?id=house&part=edit");
  type(await nameField(), "House, stricter");
  node.policy = versionOf(2, "House at night");
  await queries.invalidateQueries();
  await screen.findByRole("link", { name: /House at night/ });
  expect((await nameField()).value).toBe("House, stricter");
  fireEvent.click(screen.getByRole("button", { name: "Save as version 2" }));
  await screen.findByText("The policy was not saved");
  expect(node.basedOn).toEqual([1]);
});

it("offers for a rule whom the node finds, by more than what the list says of them", async () => {
  showPolicies("/admin/policies?part=edit");
  await nameField();
  fireEvent.click(screen.getByRole("button", { name: "Add a rule" }));
  const [field] = await screen.findAllByRole("combobox", { name: "Whom: people by name" });
  if (!field) throw new Error("No rule asks for people");
  act(() => field.focus());
  type(field, sampleAccount.tron_address ?? "");
  fireEvent.click(await screen.findByRole("option", { name: /^TJRabP/, hidden: true }));
  expect((await screen.findAllByText(/^TJRabP/, { selector: "span" })).length).toBeGreaterThan(0);
});
