import { contract } from "@lucid/contract";
import { implement } from "@orpc/server";
import { cleanup, fireEvent, screen } from "@testing-library/react";
import { afterEach, expect, it } from "vitest";
import { showPage } from "../../windows/user/testing/show-page.tsx";
import { keptWallet } from "./kept-wallet.ts";

const os = implement(contract);
const handlers = { logins: { setup: os.logins.setup.handler(() => ({ needed: false, registration: "closed" as const })) } };

afterEach(() => {
  cleanup();
  keptWallet.setState({ address: undefined });
});

it("offers to make a wallet where there is none", async () => {
  showPage("/login", handlers);
  fireEvent.click(await screen.findByRole("button", { name: /^Create a wallet/ }));
  const words = await screen.findByRole("list", { name: "Recovery phrase" });
  expect(words.children).toHaveLength(12);
});

it("does not let another wallet take the place of the kept one without a word", async () => {
  keptWallet.setState({ address: "TUEZSdKsoDHQMeZwihtdoBiN46zxhGWYdH" });
  showPage("/login", handlers);
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
