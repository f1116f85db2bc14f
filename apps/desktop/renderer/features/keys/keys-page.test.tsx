import { contract, type NodeKey } from "@lucid/contract";
import { implement } from "@orpc/server";
import { cleanup, screen, within } from "@testing-library/react";
import { afterEach, expect, it } from "vitest";
import { sampleAccount } from "../../shared/testing/sample-account.ts";
import { showPage } from "../../windows/user/testing/show-page.tsx";

afterEach(cleanup);

const superAdmin = { ...sampleAccount, permissions: [...sampleAccount.permissions, "manage_system_config"] };
const bare: NodeKey = { key: "token", state: "own", made_at: null, fingerprint: null, valid_until: null };

it("says of a certificate what is known of it, also where nobody knows when it was made", async () => {
  const certificate: NodeKey = { ...bare, key: "rdp", fingerprint: "AB:CD:EF", valid_until: "2027-02-03T04:05:06.000Z" };
  const keys = {
    node_public_key: "a".repeat(64),
    former_node_keys: [],
    keys: [bare, certificate],
    open_logins: 1,
    exchanges: [],
  };
  showPage("/admin/keys", { keys: { get: implement(contract).keys.get.handler(() => keys) } }, superAdmin);
  const heading = await screen.findByRole("heading", { name: "Certificate for RDP clients" });
  const card = within(heading.parentElement ?? document.body);
  expect(card.getByText("AB:CD:EF")).toBeDefined();
  expect(card.getByText(/2027/)).toBeDefined();
  expect(card.queryByText("Made")).toBeNull();
  const token = within(screen.getByRole("heading", { name: "Key of the access tokens" }).parentElement ?? document.body);
  expect(token.queryByText("Fingerprint")).toBeNull();
});
