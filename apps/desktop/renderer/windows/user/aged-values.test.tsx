import { contract, HashHex, type LoginSession, type NetworkStatus } from "@lucid/contract";
import { implement } from "@orpc/server";
import { act, cleanup, screen, waitFor } from "@testing-library/react";
import { afterEach, expect, it } from "vitest";
import { connection } from "../../shared/api/connection.ts";
import { sampleSession } from "../../shared/testing/sample-session.ts";
import { createTestEvents } from "../../shared/testing/test-api.ts";
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
    earlier: [],
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

it("asks each thing once when the node is back, though it tells at once of a block and of what everybody knows", async () => {
  const { events, tell, drop } = createTestEvents();
  const asked = { info: 0, statistics: 0, list: 0 };
  const recorded = sampleSession();
  let isHeld = false;
  const { promise, resolve } = Promise.withResolvers<void>();
  const held = (): Promise<void> | undefined => (isHeld ? promise : undefined);
  const pagination = { page: 1, limit: 20, total: 1, pages: 1 };
  showPage("/sessions", {
    node: { events },
    chain: {
      info: os.chain.info.handler(async () => {
        asked.info += 1;
        await held();
        return {
          ...{
            network_name: "lucid_solo",
            network: HASH,
            version: "1",
            current_height: 7,
            finalized_height: 6,
            genesis_block: HASH,
          },
          ...{ genesis_time: AT, consensus_algorithm: "PoOT", block_time: 10, total_transactions: 3, pending_transactions: 0 },
        };
      }),
    },
    sessions: {
      list: os.sessions.list.handler(async () => {
        asked.list += 1;
        await held();
        return { sessions: [recorded], pagination };
      }),
      statistics: os.sessions.statistics.handler(async () => {
        asked.statistics += 1;
        await held();
        return { live: 0, total: 1, recorded_seconds_30_days: 0, size_bytes: 0, provable: 1 };
      }),
    },
  });
  await screen.findAllByText(recorded.name);
  await waitFor(() => expect(connection.getState().state).toBe("live"));
  const before = { ...asked };
  isHeld = true;
  drop();
  await waitFor(() => expect(connection.getState().state).toBe("down"));
  await waitFor(() => expect(asked.info).toBe(before.info + 1));
  await waitFor(() => expect(asked.statistics).toBe(before.statistics + 1));
  tell({ type: "transaction", transaction_id: HashHex.parse(HASH) });
  tell({ type: "head", height: 7, finalized_height: 6, hash: HashHex.parse(HASH), timestamp: AT });
  tell({ type: "session", session: recorded });
  await screen.findByText("block 7 · final 6");
  resolve();
  await waitFor(() => expect(connection.getState().state).toBe("live"));
  expect({ info: asked.info - before.info, statistics: asked.statistics - before.statistics }).toEqual({
    info: 1,
    statistics: 1,
  });
});
