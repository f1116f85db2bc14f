import { contract, paginate, SESSION_GROUPS, type Session, SessionId } from "@lucid/contract";
import { implement, ORPCError } from "@orpc/server";
import { cleanup, fireEvent, screen, within } from "@testing-library/react";
import { afterEach, expect, it } from "vitest";
import { sampleSession } from "../../shared/testing/sample-session.ts";
import { showPage } from "../../windows/user/testing/show-page.tsx";

const os = implement(contract);
afterEach(cleanup);

function nodeWith(sessions: readonly Session[]) {
  const removed: { reason?: string } = {};
  const asked: object[] = [];
  const ended: string[] = [];
  const router = {
    sessions: {
      list: os.sessions.list.handler(({ input }) => {
        const states: readonly (string | undefined)[] = input.group ? SESSION_GROUPS[input.group] : [input.status];
        asked.push(input);
        const found = sessions.filter(({ name, state }) => name.startsWith(input.q ?? "") && states.includes(state));
        const from = (input.page - 1) * input.limit;
        return { sessions: found.slice(from, from + input.limit), pagination: paginate(input, found.length) };
      }),
      statistics: os.sessions.statistics.handler(() => ({
        live: 1,
        total: sessions.length,
        recorded_seconds_30_days: 220_800,
        size_bytes: 18_400_000_000,
        provable: 1,
      })),
      stop: os.sessions.stop.handler(({ input }) => {
        ended.push(input.session_id);
        if (ended.length === 2) throw new ORPCError("LUCID_SESSION_ERR_4302", { status: 409, message: "It cannot be ended now" });
        return sampleSession({ session_id: input.session_id });
      }),
      remove: os.sessions.remove.handler(({ input }) => {
        removed.reason = input.reason;
        throw new ORPCError("LUCID_SESSION_ERR_4317", { status: 409, message: "The session is under legal hold" });
      }),
    },
  };
  return { router, removed, asked, ended };
}

const numbered = (number: number): SessionId => SessionId.parse(`6d1a0f0e-4f44-4a0e-8f86-${String(number).padStart(12, "0")}`);
const noAnchor = { ...sampleSession().anchor, status: "none", transaction_id: null, block_height: null } as const;
const live = sampleSession({
  session_id: numbered(1),
  name: "Design review",
  state: "recording",
  anchor: noAnchor,
  proven_until: new Date(Date.now() - 9_500).toISOString(),
  merkle_root: null,
});
const draft = sampleSession({ session_id: numbered(2), name: "Tomorrow", state: "created", started_at: null, anchor: noAnchor });

it("lists sessions with their state in words, when they were and their proof", async () => {
  showPage("/sessions", nodeWith([live, sampleSession()]).router);
  const row = await screen.findByRole("row", { name: /Quarterly patch window/ });
  expect(row.textContent?.replaceAll("\u202f", " ")).toMatch(/final.*2026.*02:14:30812 chunksblock 48 102/);
  const liveRow = screen.getByRole("row", { name: /Design review/ });
  expect(liveRow.textContent).toMatch(/recording.*proven up to \d+\u00a0s ago/);
  expect(await screen.findByText(/61.h 20.m/)).toBeDefined();
});

it.each([
  [18_400_000_000, /Provable100.%/],
  [0, /Provable–/],
])("tells the provable share of %d bytes that are stored", async (size_bytes, said) => {
  const { router } = nodeWith([draft]);
  const statistics = os.sessions.statistics.handler(() => ({
    ...{ live: 0, total: 1, recorded_seconds_30_days: 0, size_bytes, provable: 1 },
  }));
  showPage("/sessions", { sessions: { ...router.sessions, statistics } });
  await screen.findByText("0 s");
  expect(screen.getByText("Provable").parentElement?.textContent).toMatch(said);
});

it("teaches the next step when there are no sessions", async () => {
  showPage("/sessions", nodeWith([]).router);
  expect(await screen.findByRole("heading", { name: "No sessions yet" })).toBeDefined();
  expect(screen.getByRole("link", { name: "Record a first session" }).getAttribute("href")).toBe("/sessions/new");
});

it("says what a deletion takes and leaves, and shows a refusal with its code", async () => {
  const { router, removed } = nodeWith([sampleSession()]);
  showPage("/sessions", router);
  fireEvent.click(await screen.findByRole("button", { name: "Actions for Quarterly patch window" }));
  fireEvent.click(await screen.findByRole("menuitem", { name: "Delete" }));
  const dialog = await screen.findByRole("dialog");
  expect(dialog.textContent).toContain("812 chunks of recording, 1.2\u00a0GB, on this node");
  expect(dialog.textContent).toContain("its proof on the chain");
  fireEvent.change(within(dialog).getByRole("textbox"), { target: { value: "asked to" } });
  fireEvent.click(within(dialog).getByRole("button", { name: "Delete the recording" }));
  const alert = await within(dialog).findByRole("alert");
  expect(alert.textContent).toContain("The session is under legal hold");
  expect(alert.textContent).toContain("LUCID_SESSION_ERR_4317");
  expect(removed.reason).toBe("asked to");
});

it("has what is live on top of every page, and drafts apart with what can be done with them", async () => {
  const many = Array.from({ length: 22 }, (_, number) =>
    sampleSession({ session_id: numbered(100 + number), name: `Desk ${number}` }),
  );
  const { router } = nodeWith([...many, live, draft]);
  const { container } = showPage("/sessions", router);
  const rows = () => [...container.querySelectorAll("tbody tr")].map((row) => row.textContent ?? "");
  await screen.findByText("Desk 19");
  expect(rows().slice(0, 3)).toEqual(["Live ", expect.stringContaining("Design review"), "Earlier "]);
  const row = (await screen.findByText("Tomorrow")).closest("tr") as HTMLElement;
  expect([...row.querySelectorAll("button")].map((button) => button.textContent)).toEqual([
    "Start recording",
    "Change",
    "Give up",
  ]);
  expect(row.querySelector("a")?.getAttribute("href")).toBe(`/sessions/${draft.session_id}/live`);
  fireEvent.click(screen.getByLabelText("Page 2"));
  await screen.findByText("Desk 21");
  expect(rows()[1]).toContain("Design review");
});

it("keeps words, filter, order and page in the address, and asks the node by them", async () => {
  const { router, asked } = nodeWith([sampleSession({ name: "Patch" })]);
  const { page } = showPage("/sessions?q=Pat&state=completed&sort=name&order=asc", router);
  await screen.findByRole("row", { name: /Patch/ });
  expect(asked).toContainEqual(expect.objectContaining({ q: "Pat", status: "completed", sort: "name", order: "asc" }));
  const words: HTMLInputElement = screen.getByRole("searchbox");
  expect(words.value).toBe("Pat");
  fireEvent.change(words, { target: { value: "nothing" } });
  await screen.findByRole("heading", { name: "No session fits" });
  expect(page.state.location.search).toEqual({ q: "nothing", state: "completed", sort: "name", order: "asc" });
  fireEvent.click(screen.getByRole("button", { name: "Show all sessions" }));
  await screen.findByRole("row", { name: /Patch/ });
  expect(page.state.location.search).toEqual({});
});

it("leads from row to row with the arrows, and no farther than to the last", async () => {
  const { router } = nodeWith([live, draft, sampleSession()]);
  showPage("/sessions", router);
  const links = await Promise.all(
    [live.name, "Quarterly patch window", draft.name].map((name) => screen.findByRole("link", { name })),
  );
  const [first, second, third] = links as [HTMLElement, HTMLElement, HTMLElement];
  first.focus();
  for (const [key, at] of [
    ["ArrowDown", second],
    ["ArrowDown", third],
    ["ArrowDown", third],
    ["ArrowUp", second],
  ] as const) {
    fireEvent.keyDown(document.activeElement as Element, { key });
    expect(document.activeElement).toBe(at);
  }
});

it("names the states of the filter as the badges do", async () => {
  const { router } = nodeWith([sampleSession({ name: "Patch" })]);
  showPage("/sessions", router);
  const badge = within(await screen.findByRole("row", { name: /Patch/ })).getByText("final");
  fireEvent.click(screen.getByRole("combobox", { name: "State" }));
  expect(await screen.findByRole("option", { name: badge.textContent ?? "" })).toBeDefined();
});

it("does one thing to several sessions, says to which, and goes on behind a refusal", async () => {
  const second = { ...live, session_id: numbered(3), name: "Second" };
  const third = { ...live, session_id: numbered(4), name: "Third" };
  const { router, ended } = nodeWith([live, second, third, draft, sampleSession()]);
  showPage("/sessions", router);
  for (const name of ["Design review", "Second", "Third", "Tomorrow"])
    fireEvent.click(await screen.findByRole("checkbox", { name: `Select ${name}` }));
  const bar = within(screen.getByRole("toolbar"));
  expect(bar.getAllByRole("button").map((button) => button.textContent)).toEqual(["End 3", "Give up 1", "Select none"]);
  fireEvent.click(bar.getByRole("button", { name: "End 3" }));
  const dialog = within(await screen.findByRole("dialog"));
  expect(dialog.getAllByRole("listitem").map((item) => item.textContent)).toEqual(["Design review", "Second", "Third"]);
  fireEvent.click(dialog.getByRole("button", { name: "End and seal" }));
  expect((await dialog.findByRole("alert")).textContent).toContain(
    "Second: The node says: “It cannot be ended now”. (LUCID_SESSION_ERR_4302)",
  );
  await dialog.findByText("3 of 3");
  expect(ended).toEqual([live.session_id, second.session_id, third.session_id]);
});
