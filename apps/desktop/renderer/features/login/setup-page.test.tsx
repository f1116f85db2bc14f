import { contract, type SetupFacts } from "@lucid/contract";
import { implement, ORPCError } from "@orpc/server";
import { cleanup, fireEvent, screen, waitFor, within } from "@testing-library/react";
import { afterEach, expect, it } from "vitest";
import { showPage } from "../../windows/user/testing/show-page.tsx";

const os = implement(contract);
const NEW: SetupFacts = {
  data_folder: "/var/lib/lucid",
  kept: { sessions: 0, blocks: 0 },
  reach: "this-computer",
  hosting: { able: true, lacking: [] },
};

function showSetup(facts: Partial<SetupFacts>) {
  return showPage("/setup", {
    logins: { setup: os.logins.setup.handler(() => ({ needed: true, passkeys: false, email: false, registration: "closed" })) },
    node: {
      lookBeforeSetup: os.node.lookBeforeSetup.handler(({ input }) => {
        if (input.setup_code !== "ABCDE") throw new ORPCError("LUCID_ERR_2014", { status: 403 });
        return { ...NEW, ...facts };
      }),
    },
  });
}

async function giveCode(code: string): Promise<void> {
  fireEvent.change(await screen.findByRole("textbox", { name: /^Setup code/ }), { target: { value: code } });
  fireEvent.click(screen.getByRole("button", { name: "Continue" }));
}

afterEach(cleanup);

it("says where data lives, what was found there and that it is kept", async () => {
  showSetup({ kept: { sessions: 3, blocks: 1 } });
  await giveCode("ABCDE");
  expect(await screen.findByText("/var/lib/lucid")).toBeDefined();
  expect(screen.getByText(/^Found there, and kept: 3 sessions and 1 block of the chain\. Nothing is erased\.$/)).toBeDefined();
  expect(screen.getByText(/^This computer alone\./)).toBeDefined();
  fireEvent.click(screen.getByRole("button", { name: "Continue" }));
  expect(await screen.findByRole("heading", { name: "Your wallet" })).toBeDefined();
  // The button that led here is gone: the keys go on where one chooses.
  const first = screen.getByRole("button", { name: /^Create a wallet/ });
  await waitFor(() => expect(document.activeElement).toBe(first));
});

it("takes no wrong code, before anybody made a wallet for it", async () => {
  showSetup({});
  await giveCode("WRONG");
  expect(await screen.findByText("The setup code is wrong, or somebody has used it.")).toBeDefined();
  await giveCode("ABCDE");
  expect(await screen.findByText("Nothing was there yet. Nothing else on this computer is touched.")).toBeDefined();
});

it("says of a machine that cannot host what is missing, how to get it, and what goes without", async () => {
  const lacking = [
    { name: "Xvnc", detail: "missing", remedy: "install it with: sudo apt-get install tigervnc-standalone-server" },
  ];
  showSetup({ reach: "network", hosting: { able: false, lacking } });
  await giveCode("ABCDE");
  expect(await screen.findByText("Xvnc: missing")).toBeDefined();
  expect(screen.getByText("install it with: sudo apt-get install tigervnc-standalone-server")).toBeDefined();
  expect(screen.getByText(/^You can go on without/)).toBeDefined();
  expect(screen.getByText(/^Whoever reaches this computer over its network/)).toBeDefined();
});

it("asks before words that somebody types are left behind", async () => {
  const { page } = showSetup({});
  await giveCode("ABCDE");
  await screen.findByText("/var/lib/lucid");
  fireEvent.click(screen.getByRole("button", { name: "Continue" }));
  fireEvent.click(await screen.findByRole("button", { name: /^Restore a wallet/ }));
  fireEvent.change(await screen.findByRole("textbox", { name: "Recovery phrase" }), { target: { value: "abandon about" } });
  page.history.push("/join");
  const question = await screen.findByRole("dialog", { name: "Leave without saving?" });
  fireEvent.click(within(question).getByRole("button", { name: "Stay here" }));
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(page.state.location.pathname).toBe("/setup");
  expect(screen.getByRole("textbox", { name: "Recovery phrase" })).toHaveProperty("value", "abandon about");
  page.history.push("/join");
  fireEvent.click(await screen.findByRole("button", { name: "Leave without saving" }));
  await waitFor(() => expect(page.state.location.pathname).toBe("/join"));
});
