import { type ApiKey, ApiKeyId, contract, type NewApiKey } from "@lucid/contract";
import { implement } from "@orpc/server";
import { cleanup, fireEvent, screen, waitFor, within } from "@testing-library/react";
import { afterEach, expect, it } from "vitest";
import type { z } from "zod";
import { sampleAccount } from "../../shared/testing/sample-account.ts";
import { showPage } from "../../windows/user/testing/show-page.tsx";

const os = implement(contract);
afterEach(cleanup);

const SECRET = `lucid_${"a".repeat(43)}`;
const keyOf = (input: z.output<typeof NewApiKey>, number: number): ApiKey => ({
  key_id: ApiKeyId.parse(`00000000-0000-4000-8000-00000000000${number}`),
  name: input.name,
  begins_with: SECRET.slice(0, 12),
  scopes: input.scopes,
  addresses: input.addresses,
  created_at: "2026-11-20T10:00:00.000Z",
  expires_at: "2027-02-20T10:00:00.000Z",
  last_used_at: null,
  last_used_from: null,
  ended_at: null,
  end_reason: null,
});

function showKeys(permissions: readonly string[]) {
  let keys: ApiKey[] = [];
  const asked: z.output<typeof NewApiKey>[] = [];
  showPage(
    "/settings",
    {
      logins: { list: os.logins.list.handler(() => ({ sessions: [] })) },
      apiKeys: {
        list: os.apiKeys.list.handler(() => ({ keys })),
        create: os.apiKeys.create.handler(({ input }) => {
          asked.push(input);
          const key = keyOf(input, 1);
          keys = [key];
          return { key, secret: SECRET };
        }),
        revoke: os.apiKeys.revoke.handler(() => {
          keys = keys.map((key) => ({ ...key, ended_at: "2026-11-21T10:00:00.000Z", end_reason: "revoked" }));
          return { message: "" };
        }),
      },
    },
    { ...sampleAccount, permissions: [...permissions] },
  );
  return { asked };
}

it("makes a key with what was chosen, shows it once, and revokes it after asking", async () => {
  const { asked } = showKeys(["api_gateway_access", "view_own_sessions", "view_blockchain_info"]);
  await screen.findByText("There is none.");
  fireEvent.click(screen.getByRole("button", { name: "New key" }));
  const dialog = within(await screen.findByRole("dialog", {}, { timeout: 15_000 }));
  const make = dialog.getByRole("button", { name: "Make the key" });
  fireEvent.change(dialog.getByRole("textbox", { name: /^What it is for/ }), { target: { value: "Backup" } });
  expect(make).toHaveProperty("disabled", true);
  fireEvent.click(dialog.getByRole("checkbox", { name: "Read the chain" }));
  fireEvent.change(dialog.getByRole("textbox", { name: "Only from these addresses" }), { target: { value: "10.0.0.0/8\n::1" } });
  fireEvent.click(make);
  expect(await screen.findByText(SECRET)).toBeDefined();
  expect(asked).toEqual([
    { name: "Backup", scopes: ["view_blockchain_info"], expires_in_days: 90, addresses: ["10.0.0.0/8", "::1"] },
  ]);
  fireEvent.click(screen.getByRole("button", { name: "I have it" }));
  await waitFor(() => expect(screen.queryByText(SECRET)).toBeNull());
  const line = within(await screen.findByRole("group", { name: "Backup" }));
  expect(line.getByText("Read the chain")).toBeDefined();
  fireEvent.click(line.getByRole("button", { name: "Revoke Backup" }));
  fireEvent.click(await screen.findByRole("button", { name: "Revoke the key" }));
  expect(await line.findByText(/^revoked/)).toBeDefined();
  expect(line.queryByRole("button")).toBeNull();
});

it("is not there for an account that may not use the API", async () => {
  showKeys(["view_own_sessions"]);
  expect(await screen.findByRole("heading", { name: "Open logins" })).toBeDefined();
  expect(screen.queryByRole("heading", { name: "Keys for programs" })).toBeNull();
});
