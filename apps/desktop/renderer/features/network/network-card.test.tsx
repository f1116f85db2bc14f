import { contract, type NetworkChange, type NetworkMember, type NetworkStatus, type WitnessStatus } from "@lucid/contract";
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
    ...{ hash: HASH, name: "home", since: AT, stale: false, members: 2, asked: 0, peers: 1, addresses: ["192.168.1.20:47300"] },
    head: { height: 42, hash: HASH, timestamp: AT },
    final: { height: 41, hash: HASH, timestamp: AT },
    powers: { reach: [KEY], stop: [KEY] },
    recordings: { final: 7, waiting: 1 },
    earlier: [
      { network: KEY, name: "solo", known: { height: 1_204, hash: OTHER, since: AT, block: 3 } },
      { network: OTHER, name: "cabin", known: null },
    ],
  },
};
const memberOf = (key: string, weight: number, change: Partial<NetworkMember> = {}): NetworkMember => ({
  ...{ entity: key, public_key: key, weight, is_self: false, is_connected: true, state: "member" },
  ...change,
});

const asking: NetworkChange = {
  ...{ kind: "admit", public_key: HASH, proposed_by: OTHER, is_own: false, decision: "open", approvals: null, expires_at: AT },
};

function showNetwork(
  first: NetworkStatus,
  permissions: typeof sampleAccount.permissions = sampleAccount.permissions,
  waiting: readonly NetworkChange[] = [],
  offered: WitnessStatus["offered"] = [],
) {
  const asked: unknown[] = [];
  let status = first;
  let changes = [...waiting];
  const shown = showPage(
    "/chain",
    {
      witness: { status: os.witness.status.handler(() => ({ verifier_key: null, log_key: null, logs: [], offered })) },
      network: {
        status: os.network.status.handler(() => status),
        members: os.network.members.handler(() => ({
          members: [memberOf(KEY, 3, { is_self: true }), memberOf(OTHER, 1, { is_connected: false })],
          changes,
        })),
        decide: os.network.decide.handler(({ input }) => {
          asked.push(input);
          changes = changes.map((change) => ({ ...change, decision: input.approve ? "approved" : "declined" }));
          return status;
        }),
        remove: os.network.remove.handler(({ input }) => {
          asked.push(input);
          return status;
        }),
        create: os.network.create.handler(({ input }) => {
          asked.push(input);
          status = joined;
          return status;
        }),
        invite: os.network.invite.handler(({ input }) => {
          asked.push(input);
          return {
            invitation: "lucid-network:SECRET",
            network: HASH,
            addresses: ["192.168.1.20:47300"],
            expires_at: AT,
            needs_approvals: true,
          };
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
  expect(await screen.findByRole("heading", { level: 3, name: "Members" })).toBeTruthy();
  expect(screen.getByText("weight 3, this node")).toBeTruthy();
  expect(screen.getByText("weight 1, not connected")).toBeTruthy();
  expect(screen.queryByRole("button", { name: /Leave/ })).toBeNull();
});

it("shows who outside saw its history, when and how far behind, and why one signed nothing", async () => {
  const seen_at = new Date(Date.now() - 180_000).toISOString();
  const one = { url: "https://w.example/w", witness: "w.example", last_failure: null, fault: null };
  showNetwork(
    joined,
    ["view_blockchain_info"],
    [],
    [
      { ...one, newest: { size: 41, seen_at, checkpoint: "" } },
      { ...one, url: "https://x.example", witness: "x.example", newest: { size: 39, seen_at, checkpoint: "" } },
      { ...one, url: "https://y.example", witness: "y.example", newest: null, fault: "conflict", last_failure: AT },
    ],
  );
  expect(await screen.findByRole("heading", { level: 3, name: "Witnesses" })).toBeTruthy();
  expect(screen.getByText(/nothing final is newer/).textContent).toMatch(/saw block 41 3.m.* ago, nothing final is newer/);
  expect(screen.getByText(/2 final blocks are newer/)).toBeTruthy();
  expect(screen.getByText(/has seen nothing yet/)).toBeTruthy();
  expect(screen.getByText(/this history does not go on from the one that it knows/).getAttribute("role")).toBe("alert");
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
  expect(screen.getByText(/Other members have to approve it as well/)).toBeTruthy();
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

it("calls no member one whose chain is damaged", async () => {
  showNetwork({ ...joined, problem: { code: "damaged", detail: "block 41 is not whole" } });
  await screen.findByText("takes no part");
  expect(screen.queryByText("member")).toBeNull();
});

it("leaves, after a question", async () => {
  const { asked, queries } = showNetwork(joined, ["view_blockchain_info", "manage_system_config"]);
  fireEvent.click(await screen.findByRole("button", { name: "Leave …" }));
  fireEvent.click(await screen.findByRole("button", { name: "Leave" }));
  await waitFor(() => expect(asked).toEqual([{ at_once: false }]));
  // A node tells of it; without a stream of events the page would only notice that it is silent, and ask again then.
  void queries.invalidateQueries();
  expect(await screen.findByRole("button", { name: "Found a network …" })).toBeTruthy();
});

it("asks whoever may change something to approve what another member wants, and says what was said", async () => {
  const { asked, queries } = showNetwork(joined, ["view_blockchain_info", "manage_system_config"], [asking]);
  expect(await screen.findByText(/is to become a member: waits for your word/)).toBeTruthy();
  fireEvent.click(screen.getByRole("button", { name: "Approve" }));
  await waitFor(() => expect(asked).toEqual([{ public_key: HASH, approve: true }]));
  void queries.invalidateQueries();
  expect(await screen.findByText(/approved here, waits for others/)).toBeTruthy();
  expect(screen.queryByRole("button", { name: "Approve" })).toBeNull();
});

it("shows how far its own change is, which can be taken back, and only shows it to who may change nothing", async () => {
  const own = { ...asking, kind: "remove", is_own: true, decision: "approved", approvals: { weight: 2, total: 5 } } as const;
  const { asked } = showNetwork(joined, ["view_blockchain_info", "manage_system_config"], [own]);
  expect(await screen.findByText(/is to be taken out: weight 2 of 5 has approved/)).toBeTruthy();
  fireEvent.click(screen.getByRole("button", { name: "Take back" }));
  await waitFor(() => expect(asked).toEqual([{ public_key: HASH, approve: false }]));
  cleanup();
  showNetwork(joined, ["view_blockchain_info"], [own]);
  expect(await screen.findByText(/weight 2 of 5/)).toBeTruthy();
  expect(screen.queryByRole("button", { name: "Take back" })).toBeNull();
});

it("asks for a member to be taken out, which is never this node", async () => {
  const { asked } = showNetwork(joined, ["view_blockchain_info", "manage_system_config"]);
  fireEvent.click(await screen.findByRole("button", { name: "Take a member out …" }));
  fireEvent.click(await screen.findByRole("combobox", { name: "Member" }));
  expect(await screen.findAllByRole("option", { hidden: true })).toHaveLength(1);
  fireEvent.click(screen.getByRole("option", { name: /weight 1, not connected/, hidden: true }));
  fireEvent.click(screen.getByRole("button", { name: "Take it out" }));
  await waitFor(() => expect(asked).toEqual([{ public_key: OTHER }]));
});

it("says which earlier chains the network knows, and since when, and which it does not know yet", async () => {
  showNetwork(joined);
  expect(await screen.findByText("History of solo")).toBeTruthy();
  expect(screen.getByText(/^until block 1.?204, known to this network since /)).toBeTruthy();
  expect(screen.getByText("History of cabin")).toBeTruthy();
  expect(screen.getByText("not known to this network yet")).toBeTruthy();
});
