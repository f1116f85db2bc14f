import { contract, paginate, type SearchGroup, type Session } from "@lucid/contract";
import { implement } from "@orpc/server";
import { cleanup, fireEvent, screen, within } from "@testing-library/react";
import { afterEach, expect, it, vi } from "vitest";
import { sampleSession } from "../../../shared/testing/sample-session.ts";
import { showPage } from "../../../windows/user/testing/show-page.tsx";

// The document of these tests draws nothing, and so has no place to scroll to.
vi.spyOn(HTMLElement.prototype, "scrollIntoView").mockImplementation(() => undefined);
afterEach(cleanup);

const os = implement(contract);
const PERSON = "0b6c8ad0-7f0e-4a53-9d3c-0d3b8c5a1f11";
const keeper: SearchGroup = {
  kind: "people",
  hits: [{ id: PERSON, title: "node-keeper", detail: "USER", at: null }],
  count: 1,
  has_more: false,
};

interface Answers {
  readonly find: (q: string) => Promise<SearchGroup[]>;
  readonly sessions: (q: string | undefined) => Session[];
}

/** The palette, open over a page that asks for little. */
async function openPalette({ find, sessions }: Answers) {
  const shown = showPage("/proofs", {
    search: { find: os.search.find.handler(async ({ input }) => ({ groups: await find(input.q) })) },
    sessions: {
      list: os.sessions.list.handler(({ input }) => {
        const found = sessions(input.q);
        return { sessions: found, pagination: paginate(input, found.length) };
      }),
    },
  });
  await screen.findByRole("heading", { level: 1 });
  fireEvent.keyDown(document.body, { key: "k", ctrlKey: true });
  const field = await screen.findByRole("combobox", { name: "Search commands and everything else" });
  const type = (value: string): void => void fireEvent.change(field, { target: { value } });
  const press = (key: string): void => void fireEvent.keyDown(field, { key, code: key });
  const selected = (): string | null | undefined =>
    document.getElementById(field.getAttribute("aria-activedescendant") ?? "")?.textContent;
  const path = (): string => shown.page.state.location.pathname;
  return { type, press, selected, path };
}

// The first one: the code of the palette is loaded when it is first asked for, and that is when keys come too early.
it("takes what is typed before its field is there, and no letter of it for a command of the page", async () => {
  const shown = showPage("/proofs", {
    search: { find: os.search.find.handler(() => ({ groups: [keeper] })) },
    sessions: { list: os.sessions.list.handler(({ input }) => ({ sessions: [], pagination: paginate(input, 0) })) },
  });
  await screen.findByRole("heading", { level: 1 });
  const opener = screen.getByRole("link", { name: "Settings" });
  opener.focus();
  fireEvent.keyDown(opener, { key: "k", ctrlKey: true });
  for (const key of ["c", "x", "Backspace", "h", "a"]) fireEvent.keyDown(opener, { key });
  const field = await screen.findByRole<HTMLInputElement>("combobox", { name: "Search commands and everything else" });
  await vi.waitFor(() => expect(field.value).toBe("cha"));
  expect(shown.page.state.location.pathname).toBe("/proofs");
  // Asked for once more it begins anew, and its field has the caret.
  fireEvent.keyDown(field, { key: "k", ctrlKey: true });
  await vi.waitFor(() => expect(document.activeElement).toHaveProperty("value", ""));
  expect(document.activeElement?.getAttribute("role")).toBe("combobox");
  fireEvent.keyDown(document.activeElement ?? field, { key: "Escape" });
  await vi.waitFor(() => expect(document.activeElement).toBe(opener));
});

it("selects the first line of what comes when what was selected goes, and Enter does it", async () => {
  const { type, press, selected, path } = await openPalette({
    find: (q) => Promise.resolve(q === "node-k" ? [keeper] : []),
    sessions: (q) => (q === "node" ? [sampleSession({ name: "node upgrade" })] : []),
  });
  await vi.waitFor(() => expect(selected()).toMatch(/^New session/));
  type("node");
  await screen.findByRole("option", { name: /^node upgrade/ });
  const shown = within(screen.getByRole("listbox")).getAllByRole("option").length;
  expect(shown).toBeGreaterThan(1);
  press("ArrowUp");
  press("ArrowDown");
  press("ArrowDown");
  const chosen = selected();
  expect(chosen).toBe(within(screen.getByRole("listbox")).getAllByRole("option")[1]?.textContent);
  type("node-k");
  await vi.waitFor(() => expect(selected()).toMatch(/^node-keeper/));
  expect(selected()).not.toBe(chosen);
  press("Enter");
  await vi.waitFor(() => expect(path()).toBe(`/admin/people/${PERSON}`));
});

it("does not say that nothing fits before the node has answered, and takes an Enter that comes earlier for the first hit", async () => {
  const answer = Promise.withResolvers<SearchGroup[]>();
  const { type, press, selected, path } = await openPalette({ find: () => answer.promise, sessions: () => [] });
  type("node-k");
  await screen.findByText("Searching");
  press("Enter");
  expect(screen.queryByText("Nothing fits")).toBeNull();
  expect(selected()).toBeUndefined();
  answer.resolve([keeper]);
  await vi.waitFor(() => expect(path()).toBe(`/admin/people/${PERSON}`));
});

it("says that nothing fits once the node found nothing, and that it is not known where the node did not answer", async () => {
  const { type, press, path } = await openPalette({
    find: (q) => (q === "zzzz" ? Promise.reject(new Error("broken")) : Promise.resolve([])),
    sessions: () => [],
  });
  type("zzz");
  await screen.findByText("Nothing fits");
  press("Enter");
  type("zzzz");
  await screen.findByText("No command fits, and the node did not answer what else does.");
  expect(path()).toBe("/proofs");
});
