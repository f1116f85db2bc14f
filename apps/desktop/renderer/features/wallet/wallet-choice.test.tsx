import { contract } from "@lucid/contract";
import { implement } from "@orpc/server";
import { cleanup, fireEvent, screen } from "@testing-library/react";
import { afterEach, beforeAll, expect, it } from "vitest";
import { showPage } from "../../windows/user/testing/show-page.tsx";
import { keptWallet } from "./kept-wallet.ts";
import { loadPassphraseJudge } from "./passphrase.ts";

const os = implement(contract);
const nodeWith = (registration: "open" | "closed") => ({
  logins: { setup: os.logins.setup.handler(() => ({ needed: false, passkeys: false, email: false, registration })) },
});

// What the page loads late is no part of what is waited for: on a busy machine it takes longer than a screen may.
beforeAll(async () => {
  await Promise.all([import("./create-wallet-steps.tsx"), import("./restore-wallet-steps.tsx"), loadPassphraseJudge()]);
});

afterEach(() => {
  cleanup();
  keptWallet.setState({ address: undefined, needsBackup: false });
});

it("offers to make a wallet where there is none, and takes no passphrase that is easy to guess", async () => {
  showPage("/login", nodeWith("open"));
  fireEvent.click(await screen.findByRole("button", { name: /^Create a wallet/ }));
  const field = await screen.findByLabelText(/^Passphrase/);
  expect(document.activeElement).toBe(field);
  fireEvent.change(field, { target: { value: "aaaaaaaaaa" } });
  expect(await screen.findByText(/^Too easy to guess. Repeated characters/)).toBeDefined();
  fireEvent.click(screen.getByRole("button", { name: "Keep the wallet in this browser" }));
  expect(await screen.findByText(/^Not taken/)).toBeDefined();
  expect(localStorage.getItem("lucid.wallet")).toBeNull();
});

it("does not lead a stranger into a wall where the node takes no new accounts", async () => {
  showPage("/login", nodeWith("closed"));
  expect(await screen.findByText("This node takes no new accounts")).toBeDefined();
  expect(screen.getByRole("button", { name: /^Restore a wallet/ })).toBeDefined();
  expect(screen.queryByRole("button", { name: /^Create a wallet/ })).toBeNull();
  fireEvent.click(screen.getByRole("button", { name: "I lost my words" }));
  expect(await screen.findByText(/^A new wallet does not open old recordings/)).toBeDefined();
});

it("does not let another wallet take the place of the kept one without a word", async () => {
  keptWallet.setState({ address: "TUEZSdKsoDHQMeZwihtdoBiN46zxhGWYdH", needsBackup: false });
  showPage("/login", nodeWith("closed"));
  fireEvent.click(await screen.findByRole("button", { name: "Use another wallet" }));
  fireEvent.click(await screen.findByRole("button", { name: /^Restore a wallet/ }));
  expect(await screen.findByRole("heading", { name: "Replace the wallet in this browser?" })).toBeDefined();
  expect(screen.getByRole("button", { name: "Continue" }).hasAttribute("disabled")).toBe(true);
  fireEvent.click(screen.getByRole("checkbox"));
  fireEvent.click(screen.getByRole("button", { name: "Continue" }));
  fireEvent.change(await screen.findByRole("textbox", { name: "Recovery phrase" }), { target: { value: "abandon abandon" } });
  fireEvent.click(screen.getByRole("button", { name: "Continue" }));
  expect(await screen.findByText("A recovery phrase has 12 or 24 words; these are 2.")).toBeDefined();
});
