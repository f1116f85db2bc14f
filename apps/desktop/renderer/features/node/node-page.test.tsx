import { contract, type Health, type NodeStatus } from "@lucid/contract";
import { implement } from "@orpc/server";
import { cleanup, fireEvent, screen, waitFor } from "@testing-library/react";
import { afterEach, expect, it, vi } from "vitest";
import { sampleAccount } from "../../shared/testing/sample-account.ts";
import { showPage } from "../../windows/user/testing/show-page.tsx";

const os = implement(contract);
afterEach(cleanup);

const HASH = "a".repeat(64);
const REPORT = "Lucid problem report\n  ok      disk: can be written\n";
const AT = "2026-11-20T10:00:00.000Z";

/** The page of a node whose clock went ahead, for somebody with these permissions. */
function showNode(permissions: readonly string[]) {
  let isBelieved = false;
  const clock = (): NodeStatus["dependencies"][string] => ({
    ok: isBelieved,
    detail: isBelieved ? "goes on evenly" : "went ahead by 365 days: no retention ends",
    last_success: null,
  });
  const status = (): NodeStatus => ({
    node_id: HASH,
    version: "0.1.0",
    started_at: AT,
    uptime: 10,
    hosting: { able: true, missing: [], encoder: "libx264", sandbox: "bubblewrap" },
    sessions: { live: 0, limit: 10 },
    pipeline: { queue_bytes: 0, queue_limit_bytes: 1, workers: 1, chunks_stored: 0 },
    storage: { used_bytes: 0, free_bytes: 1, total_bytes: 2, health: "healthy" },
    memory: { rss_bytes: 1, system_free_bytes: 1, system_total_bytes: 2 },
    load: { cpus: 2, one_minute: 0, event_loop_p99_ms: 1 },
    chain: { network_name: "lucid_solo", network: HASH, height: 1, finalized_height: 1, peers: 0 },
    dependencies: { clock: clock() },
  });
  const health = (): Health => ({
    status: isBelieved ? "healthy" : "degraded",
    service: "lucid",
    version: "0.1.0",
    timestamp: AT,
    environment: "test",
    uptime: 10,
    event_loop_p99_ms: 1,
    dependencies: { clock: clock() },
  });
  showPage(
    "/node",
    {
      node: {
        status: os.node.status.handler(status),
        health: os.node.health.handler(health),
        problemReport: os.node.problemReport.handler(() => ({ text: REPORT })),
        confirmClock: os.node.confirmClock.handler(() => {
          isBelieved = true;
          return { message: "The clock is believed as it is" };
        }),
      },
    },
    { ...sampleAccount, permissions: [...permissions] },
  );
}

const button = { name: "The clock is right: let retentions end by it" };

it("says that the clock went ahead, and takes an admin's word that it is right", async () => {
  showNode(["manage_service_lifecycle"]);
  expect(await screen.findByText(/went ahead by 365 days/)).toBeTruthy();
  fireEvent.click(screen.getByRole("button", button));
  await waitFor(() => expect(screen.queryByText(/went ahead by 365 days/)).toBeNull());
  expect(screen.queryByRole("button", button)).toBeNull();
});

it("asks nobody else", async () => {
  showNode([]);
  expect(await screen.findByText(/went ahead by 365 days/)).toBeTruthy();
  expect(screen.queryByRole("button", button)).toBeNull();
});

it("shows a problem report whole, and saves exactly what it showed", async () => {
  const saved: Blob[] = [];
  vi.spyOn(URL, "createObjectURL").mockImplementation((blob) => `blob:${saved.push(blob as Blob)}`);
  showNode(["view_system_metrics"]);
  fireEvent.click(await screen.findByRole("button", { name: "Problem report" }));
  const shown = await screen.findByRole("region", { name: "Problem report" });
  expect(shown.textContent).toBe(REPORT);
  expect(saved).toEqual([]);
  fireEvent.click(screen.getByRole("button", { name: "Save as a file" }));
  expect(await saved[0]?.text()).toBe(REPORT);
});
