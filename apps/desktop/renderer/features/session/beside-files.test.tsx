import { contract } from "@lucid/contract";
import { implement, ORPCError } from "@orpc/server";
import { cleanup, fireEvent, screen, waitFor } from "@testing-library/react";
import { afterEach, expect, it, vi } from "vitest";
import { sampleSession } from "../../shared/testing/sample-session.ts";
import { showPage } from "../../windows/user/testing/show-page.tsx";

const os = implement(contract);
const saved: { readonly name: string; readonly blob: Blob }[] = [];
vi.mock("../../shared/files/save-file.ts", () => ({
  saveFile: (blob: Blob, name: string) => saved.push({ name, blob }),
}));
afterEach(() => {
  cleanup();
  saved.length = 0;
});

it("saves what others say of a recording, and tells where there is nothing yet", async () => {
  const session = sampleSession({});
  const { session_id } = session;
  showPage(`/sessions/${session_id}`, {
    sessions: { get: os.sessions.get.handler(() => session) },
    network: { proof: os.network.proof.handler(({ input }) => ({ z: 1, about: input.session_id })) },
    timeStamps: { proof: os.timeStamps.proof.handler(() => ({ format: "lucid-time-proof" })) },
    witness: {
      proof: os.witness.proof.handler(() => {
        throw new ORPCError("LUCID_WITNESS_ERR_4901", { status: 409 });
      }),
    },
  });
  fireEvent.click(await screen.findByRole("button", { name: "Export" }));
  fireEvent.click(await screen.findByRole("button", { name: "Network proof" }));
  await screen.findByText(`Saved as lucid-${session_id}.network.json.`);
  fireEvent.click(screen.getByRole("button", { name: "Time proof" }));
  await screen.findByText(`Saved as lucid-${session_id}.time.json.`);
  expect(await Promise.all(saved.map(({ blob }) => blob.text()))).toEqual([
    `{"about":"${session_id}","z":1}`,
    '{"format":"lucid-time-proof"}',
  ]);
  fireEvent.click(screen.getByRole("button", { name: "Witness proof" }));
  expect(await screen.findByText(/No witness has seen the block yet that holds this recording/)).toBeTruthy();
  await waitFor(() => expect(saved).toHaveLength(2));
});
