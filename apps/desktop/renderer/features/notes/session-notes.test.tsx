import { contract, type Note, NoteId, UserId } from "@lucid/contract";
import { implement, ORPCError } from "@orpc/server";
import { cleanup, fireEvent, screen, waitFor, within } from "@testing-library/react";
import { afterEach, expect, it } from "vitest";
import { sampleAccount } from "../../shared/testing/sample-account.ts";
import { sampleSession } from "../../shared/testing/sample-session.ts";
import { showPage } from "../../windows/user/testing/show-page.tsx";

const os = implement(contract);
afterEach(cleanup);

const session = sampleSession({ name: "Patch window", state: "cancelled", chunk_count: 0, anchored_chunk_count: 0 });
const by = (user_id: string, text: string, number: number): Note => ({
  note_id: NoteId.parse(`00000000-0000-4000-8000-00000000000${number}`),
  session_id: session.session_id,
  author: { user_id: user_id as Note["author"]["user_id"], name: null, tron_address: sampleAccount.tron_address ?? "" },
  text,
  created_at: "2026-11-20T10:00:00.000Z",
  changed_at: null,
});

const REFUSED = "What this node refuses.";
const REFUSAL = {
  code: "LUCID_ERR_1001",
  message: "The request is not valid",
  details: { issues: [{ path: "text", message: "Invalid", rule: { code: "form" } }] },
  request_id: "5f0c",
  timestamp: "2026-11-20T10:00:00.000Z",
  service: "lucid",
  version: "0.1.0",
};

function showNotes(permissions: readonly string[], user_id = sampleAccount.user_id) {
  const notes = [by(sampleAccount.user_id, "Mine.", 1), by("11111111-1111-4111-8111-111111111111", "Theirs.", 2)];
  const account = { ...sampleAccount, user_id, permissions: [...permissions] };
  const shown = showPage(
    `/sessions/${session.session_id}`,
    {
      sessions: { get: os.sessions.get.handler(() => session) },
      notes: {
        list: os.notes.list.handler(() => ({ notes })),
        add: os.notes.add.handler(({ input }) => {
          if (input.text === REFUSED) throw new ORPCError(REFUSAL.code, { status: 400, data: { error: REFUSAL } });
          const note = by(sampleAccount.user_id, input.text, 3);
          notes.push(note);
          return note;
        }),
      },
    },
    account,
  );
  return { ...shown, notes };
}

it("shows what was written, lets one write, and change only the own", async () => {
  const { notes } = showNotes(["create_session"]);
  const mine = (await screen.findByText("Mine.")).closest("li");
  const theirs = screen.getByText("Theirs.").closest("li");
  if (!mine || !theirs) throw new Error("A note is no line of the list");
  expect(within(mine).getByRole("button", { name: "Change" })).toBeDefined();
  expect(within(theirs).queryByRole("button", { name: "Change" })).toBeNull();
  fireEvent.change(screen.getByLabelText("New note"), { target: { value: "One more." } });
  fireEvent.click(screen.getByRole("button", { name: "Add the note" }));
  await screen.findByText("One more.");
  expect(notes).toHaveLength(3);
  await waitFor(() => expect(screen.getByLabelText<HTMLTextAreaElement>("New note").value).toBe(""));
});

it("says at the field what the node does not take of a note, and keeps what was written", async () => {
  showNotes(["create_session"]);
  const field = await screen.findByLabelText<HTMLTextAreaElement>("New note");
  fireEvent.change(field, { target: { value: REFUSED } });
  fireEvent.click(screen.getByRole("button", { name: "Add the note" }));
  await waitFor(() => expect(field.getAttribute("aria-invalid")).toBe("true"));
  const described = document.getElementById(field.getAttribute("aria-describedby")?.split(" ").at(-1) ?? "");
  expect(described?.textContent).toMatch(/^must not hold control characters/);
  expect(field.value).toBe(REFUSED);
});

it("asks before a note that is not kept is left behind, and has it again for its author when the login ended meanwhile", async () => {
  const { page } = showNotes(["create_session"]);
  fireEvent.change(await screen.findByLabelText("New note"), { target: { value: "Half a sen" } });
  page.history.push("/sessions");
  const question = await screen.findByRole("dialog", { name: "Leave without saving?" });
  fireEvent.click(within(question).getByRole("button", { name: "Stay here" }));
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  // A login that is over leads elsewhere unasked.
  page.history.push("/login");
  await waitFor(() => expect(page.state.location.pathname).toBe("/login"));
  cleanup();

  const written = async (): Promise<string> => (await screen.findByLabelText<HTMLTextAreaElement>("New note")).value;
  showNotes(["create_session"], UserId.parse("11111111-1111-4111-8111-111111111111"));
  expect(await written()).toBe("");
  cleanup();
  const again = showNotes(["create_session"]);
  expect(await written()).toBe("Half a sen");
  again.page.history.push("/sessions");
  fireEvent.click(await screen.findByRole("button", { name: "Leave without saving" }));
  await waitFor(() => expect(again.page.state.location.pathname).toBe("/sessions"));
  cleanup();
  showNotes(["create_session"]);
  expect(await written()).toBe("");
});

it("lets whoever only reads read", async () => {
  showNotes([]);
  await screen.findByText("Mine.");
  expect(screen.queryByLabelText("New note")).toBeNull();
});
