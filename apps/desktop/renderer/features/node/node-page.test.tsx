import { contract, type Health, type NodeStatus, type TorClient, type TorStatus } from "@lucid/contract";
import { implement, ORPCError } from "@orpc/server";
import { cleanup, fireEvent, screen, waitFor } from "@testing-library/react";
import { afterEach, expect, it, vi } from "vitest";
import { sampleAccount } from "../../shared/testing/sample-account.ts";
import { showPage } from "../../windows/user/testing/show-page.tsx";

const os = implement(contract);
afterEach(cleanup);

const HASH = "a".repeat(64);
const REPORT = "Lucid problem report\n  ok      disk: can be written\n";
const AT = "2026-11-20T10:00:00.000Z";
const ADDRESS = "25njqamcweflpvkl73j4szahhihoc4xt3ktcgjnpaingr5yhkenl5sid.onion";
const torOff: TorStatus = {
  ...{ state: "off", since: AT, wanted: false, progress: 0, step: "", version: null, circuits: 0, problem: null },
  onion: { address: null, published_at: null, clients: 0 },
};

/** The page of a node whose clock went ahead, for somebody with these permissions. */
function showNode(permissions: readonly string[], torIs: TorStatus = torOff) {
  let isBelieved = false;
  let isBroken = false;
  let clients: TorClient[] = [];
  const clock = (): NodeStatus["dependencies"][string] => ({
    ok: isBelieved,
    detail: isBelieved ? "goes on evenly" : "went ahead by 365 days: no retention ends",
    last_success: null,
  });
  const orBreak = <Answer,>(answer: Answer): Answer => {
    if (isBroken) throw new ORPCError("INTERNAL_SERVER_ERROR", { status: 500 });
    return answer;
  };
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
  const { queries } = showPage(
    "/node",
    {
      tor: {
        status: os.tor.status.handler(() => torIs),
        start: os.tor.start.handler(() => torIs),
        testConnection: os.tor.testConnection.handler(() => ({ reached: true, took_ms: 2_500, detail: "" })),
        clients: os.tor.clients.handler(() => ({ clients })),
        addClient: os.tor.addClient.handler(({ input }) => {
          clients.push({ ...input, added_at: AT });
          return { clients };
        }),
        removeClient: os.tor.removeClient.handler(({ input }) => {
          clients = clients.filter(({ name }) => name !== input.name);
          return { clients };
        }),
      },
      node: {
        status: os.node.status.handler(() => orBreak(status())),
        health: os.node.health.handler(() => orBreak(health())),
        problemReport: os.node.problemReport.handler(() => ({ text: REPORT })),
        confirmClock: os.node.confirmClock.handler(() => {
          isBelieved = true;
          return { message: "The clock is believed as it is" };
        }),
      },
    },
    { ...sampleAccount, permissions: [...permissions] },
  );
  return { clients: () => clients, queries, setBroken: (broken: boolean) => void (isBroken = broken) };
}

const button = { name: "The clock is right: let retentions end by it" };

it("says that the clock went ahead, and takes an admin's word that it is right", async () => {
  showNode(["manage_service_lifecycle"]);
  expect(await screen.findByText(/went ahead by 365 days/)).toBeTruthy();
  fireEvent.click(screen.getByRole("button", button));
  await waitFor(() => expect(screen.queryByText(/went ahead by 365 days/)).toBeNull());
  expect(screen.queryByRole("button", button)).toBeNull();
});

it("says that the node could not answer anew, how old what it shows is, and nothing of how it is now, until it does", async () => {
  const { queries, setBroken } = showNode([]);
  expect(await screen.findByText("needs attention")).toBeTruthy();
  setBroken(true);
  await queries.invalidateQueries();
  expect(await screen.findByText("The node could not answer everything anew.")).toBeTruthy();
  expect(screen.getByText(/^Some of what is shown is \d+\ss old[.]$/)).toBeTruthy();
  expect(screen.getByText(/went ahead by 365 days/)).toBeTruthy();
  expect(screen.queryByText("needs attention")).toBeNull();
  setBroken(false);
  fireEvent.click(screen.getByRole("button", { name: "Try again" }));
  await waitFor(() => expect(screen.queryByText("The node could not answer everything anew.")).toBeNull());
  expect(await screen.findByText("needs attention")).toBeTruthy();
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
  // What keys scroll is what has the focus.
  expect([shown.tabIndex, shown.dataset["scrollareaViewport"]]).toEqual([0, "true"]);
  expect(saved).toEqual([]);
  fireEvent.click(screen.getByRole("button", { name: "Save as a file" }));
  expect(await saved[0]?.text()).toBe(REPORT);
});

it("shows the onion address and tries it, to those who may", async () => {
  const onion = { address: ADDRESS, published_at: AT, clients: 1 };
  showNode(["view_system_metrics", "manage_system_config"], {
    ...{ ...torOff, state: "connected", wanted: true, progress: 100, version: "0.4.9.11", circuits: 5, onion },
  });
  expect(await screen.findByText(`http://${ADDRESS}`)).toBeDefined();
  expect(screen.getByText("connected")).toBeDefined();
  expect(screen.getByText("1 client with a key")).toBeDefined();
  fireEvent.click(screen.getByRole("button", { name: "Try the address" }));
  expect(await screen.findByText("Reached through the Tor network in 2.5 s.")).toBeDefined();
});

it("lets a client reach the onion address by a key that the node never had, and shows it once", async () => {
  const onion = { address: ADDRESS, published_at: AT, clients: 0 };
  const connected = { ...torOff, state: "connected", wanted: true, progress: 100, onion } as const;
  const { clients } = showNode(["view_system_metrics", "manage_system_config"], connected);
  fireEvent.click(await screen.findByRole("button", { name: "Add a client" }));
  expect(await screen.findByText(/^From then on only those with a key find this node/)).toBeDefined();
  const name = screen.getByRole("textbox", { name: "Name" });
  fireEvent.change(name, { target: { value: "my laptop" } });
  expect(screen.getByText("This cannot be the name of a client.")).toBeDefined();
  expect(screen.getByRole("button", { name: "Make its key" }).hasAttribute("disabled")).toBe(true);
  fireEvent.change(name, { target: { value: "laptop" } });
  fireEvent.click(screen.getByRole("button", { name: "Make its key" }));
  const made = await screen.findByRole("dialog", { name: "The key of the client “laptop”" });
  const [key = "", line] = [...made.querySelectorAll("[data-secret]")].map((secret) => secret.textContent);
  expect(line).toBe(`${ADDRESS.slice(0, 56)}:descriptor:x25519:${key}`);
  expect(clients()).toEqual([{ name: "laptop", public_key: expect.stringMatching(/^[A-Z2-7]{52}$/), added_at: AT }]);
  expect(clients()[0]?.public_key).not.toBe(key);
  fireEvent.click(screen.getByRole("button", { name: "I have it" }));
  await waitFor(() => expect(document.body.textContent).not.toContain(key));

  fireEvent.click(await screen.findByRole("button", { name: "Remove laptop" }));
  expect(await screen.findByText(/^Nobody else has a key: from then on whoever knows the address/)).toBeDefined();
  fireEvent.click(screen.getByRole("button", { name: "Remove it" }));
  await waitFor(() => expect(screen.queryByRole("button", { name: "Remove laptop" })).toBeNull());
  expect(clients()).toEqual([]);
});

it("says why Tor failed and what to do, and offers to start it again", async () => {
  const problem = { code: "program-missing", detail: "tor is not installed", remedy: "sudo apt-get install tor" } as const;
  showNode(["view_system_metrics", "manage_system_config"], { ...torOff, state: "failed", wanted: true, problem });
  expect(await screen.findByText(/^The program tor is not installed/)).toBeDefined();
  expect(screen.getByText("tor is not installed. sudo apt-get install tor")).toBeDefined();
  expect(screen.getByRole("button", { name: "Start it again" })).toBeDefined();
  expect(screen.queryByRole("button", { name: "Try the address" })).toBeNull();
});

it("leaves the switch of Tor to those who may change settings, and all of it to those who may see it", async () => {
  showNode(["view_system_metrics"]);
  expect(await screen.findByRole("heading", { name: "Tor" })).toBeDefined();
  expect(screen.queryByRole("switch")).toBeNull();
  cleanup();
  showNode([]);
  expect(await screen.findByRole("heading", { name: "Chain" })).toBeDefined();
  expect(screen.queryByRole("heading", { name: "Tor" })).toBeNull();
});
