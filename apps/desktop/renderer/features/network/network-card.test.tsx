import { contract, type NetworkMember, type NetworkStatus } from "@lucid/contract";
import { implement } from "@orpc/server";
import { cleanup, fireEvent, screen, waitFor } from "@testing-library/react";
import { afterEach, expect, it } from "vitest";
import { sampleAccount } from "../../shared/testing/sample-account.ts";
import { showPage } from "../../windows/user/testing/show-page.tsx";

afterEach(cleanup);

const os = implement(contract);
const [HASH, KEY, OTHER] = ["a", "b", "c"].map((digit) => digit.repeat(64)) as [string, string, string];
const AT = "2026-11-20T10:00:00.000Z";

const none: NetworkStatus = { state: "none", problem: null, network: null };
const joined: NetworkStatus = {
  state: "member",
  problem: null,
  network: {
    ...{ hash: HASH, name: "home", since: AT, stale: false, members: 2, peers: 1, addresses: ["192.168.1.20:47300"] },
    head: { height: 42, hash: HASH, timestamp: AT },
    final: { height: 41, hash: HASH, timestamp: AT },
    powers: { reach: [KEY], stop: [KEY] },
    recordings: { final: 7, waiting: 1 },
  },
};
const memberOf = (key: string, weight: number, change: Partial<NetworkMember> = {}): NetworkMember => ({
  ...{ entity: key, public_key: key, weight, is_self: false, is_connected: true, state: "member" },
  ...change,
});

function showNetwork(first: NetworkStatus, permissions: typeof sampleAccount.permissions = sampleAccount.permissions) {
  const asked: unknown[] = [];
  let status = first;
  const shown = showPage(
    "/chain",
    {
      network: {
        status: os.network.status.handler(() => status),
        members: os.network.members.handler(() => ({
          members: [memberOf(KEY, 3, { is_self: true }), memberOf(OTHER, 1, { is_connected: false })],
        })),
        create: os.network.create.handler(({ input }) => {
          asked.push(input);
          status = joined;
          return status;
        }),
        invite: os.network.invite.handler(({ input }) => {
          asked.push(input);
          return { invitation: "lucid-network:SECRET", network: HASH, addresses: ["192.168.1.20:47300"], expires_at: AT };
        }),
        leave: os.network.leave.handler(({ input }) => {
          asked.push(input);
          status = none;
          return status;
        }),
      },
    },
    { ...sampleAccount, permissions },
  );
  return { ...shown, asked };
}

it("shows members, head and whose word it is that a block is final, and offers nothing to who may change nothing", async () => {
  showNetwork(joined, ["view_blockchain_info"]);
  expect(await screen.findByText("42, final 41")).toBeTruthy();
  expect(screen.getByText(/^home/)).toBeTruthy();
  expect(screen.getByText(/the word of one member, who has more than two thirds/)).toBeTruthy();
  expect(screen.getByText("7 final, 1 waiting")).toBeTruthy();
  expect(await screen.findByText("weight 3, this node")).toBeTruthy();
  expect(screen.getByText("weight 1, not connected")).toBeTruthy();
  expect(screen.queryByRole("button", { name: /Leave/ })).toBeNull();
});

it("founds a network by its name", async () => {
  const { asked } = showNetwork(none, ["view_blockchain_info", "manage_system_config"]);
  fireEvent.click(await screen.findByRole("button", { name: "Found a network …" }));
  fireEvent.change(await screen.findByRole("textbox", { name: "Name of the network" }), { target: { value: "home" } });
  fireEvent.click(screen.getByRole("button", { name: "Found it" }));
  await waitFor(() => expect(asked).toEqual([{ name: "home" }]));
});

it("shows an invitation once, and keeps it nowhere", async () => {
  const { queries } = showNetwork(joined, ["view_blockchain_info", "manage_system_config"]);
  fireEvent.click(await screen.findByRole("button", { name: "Invite a node …" }));
  fireEvent.click(await screen.findByRole("button", { name: "Make the invitation" }));
  expect(await screen.findByText("lucid-network:SECRET")).toBeTruthy();
  fireEvent.click(screen.getByText("Close"));
  await waitFor(() => expect(screen.queryByText("lucid-network:SECRET")).toBeNull());
  fireEvent.click(await screen.findByRole("button", { name: "Invite a node …" }));
  expect(await screen.findByRole("button", { name: "Make the invitation" })).toBeTruthy();
  expect(
    JSON.stringify(
      queries
        .getQueryCache()
        .getAll()
        .map(({ state }) => state.data),
    ),
  ).not.toContain("SECRET");
});

it("says what is in the way of joining, in its own words and the node's", async () => {
  showNetwork({ ...joined, state: "joining", problem: { code: "unreachable", detail: "192.168.1.20:47300" } }, [
    "view_blockchain_info",
    "manage_system_config",
  ]);
  expect(await screen.findByText(/The node that is to decide is not connected/)).toBeTruthy();
  expect(screen.getByText("192.168.1.20:47300")).toBeTruthy();
  expect(screen.queryByRole("button", { name: "Invite a node …" })).toBeNull();
});

it("leaves, after a question", async () => {
  const { asked } = showNetwork(joined, ["view_blockchain_info", "manage_system_config"]);
  fireEvent.click(await screen.findByRole("button", { name: "Leave …" }));
  fireEvent.click(await screen.findByRole("button", { name: "Leave" }));
  await waitFor(() => expect(asked).toEqual([{ at_once: false }]));
  expect(await screen.findByRole("button", { name: "Found a network …" })).toBeTruthy();
});
