import { contract, type LoginSession, type NetworkStatus } from "@lucid/contract";
import { implement } from "@orpc/server";
import { act, cleanup, screen, waitFor } from "@testing-library/react";
import { afterEach, expect, it } from "vitest";
import { connection } from "../../shared/api/connection.ts";
import { showPage } from "./testing/show-page.tsx";

const before = connection.getState();
afterEach(() => {
  cleanup();
  connection.setState(before, true);
});

const os = implement(contract);
const [HASH, AT, ID] = ["a".repeat(64), "2026-11-20T10:00:00.000Z", "2f0c1c1e-52a5-4f4e-9d51-0f6f6f1f9b10"] as const;
const network: NetworkStatus = {
  state: "member",
  problem: null,
  network: {
    ...{ hash: HASH, name: "home", since: AT, stale: false, members: 2, asked: 0, peers: 1, addresses: [] },
    head: { height: 42, hash: HASH, timestamp: AT },
    final: { height: 41, hash: HASH, timestamp: AT },
    powers: { reach: [HASH], stop: [HASH] },
    recordings: { final: 7, waiting: 1 },
  },
};
const hit = { id: ID, title: "Patch night", detail: "recording", at: AT };
const login: LoginSession = {
  ...{ session_id: ID, device_info: "Firefox", ip_address: "127.0.0.1", place: "this-computer", method: "wallet" },
  ...{ created_at: AT, last_activity: AT, is_current: true },
};

it.each([
  ["the network of nodes", "/chain", /42, final 41/],
  ["what a search found", "/search?q=patch", /Patch night/],
  ["the open logins", "/settings", /last used/],
])("says how old %s is while the node is not reached", async (_what, path, words) => {
  showPage(path, {
    network: {
      status: os.network.status.handler(() => network),
      members: os.network.members.handler(() => ({ members: [], changes: [] })),
    },
    search: {
      find: os.search.find.handler(() => ({ groups: [{ kind: "sessions", hits: [hit], count: 1, has_more: false }] })),
    },
    logins: { list: os.logins.list.handler(() => ({ sessions: [login] })) },
  });
  const shown = await screen.findByText(words);
  await waitFor(() => expect(connection.getState().state).toBe("live"));
  expect(screen.queryByText(/^As it was /)).toBeNull();
  act(() => connection.setState({ state: "down", lastEventMs: Date.now() - 5_400_000 }));
  const area = shown.closest("[data-aged]");
  expect(area?.textContent).toMatch(/As it was 1\sh.* ago:/);
});
