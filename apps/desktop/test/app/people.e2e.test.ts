import { createWallet, type Wallet, walletFromPhrase } from "@lucid/identity";
import { afterAll, beforeAll, expect, it } from "vitest";
import { logIn } from "../../main/cli/rest/node-client.ts";
import { openGallery, STILL } from "./gallery.ts";
import { openBrowser, type TestBrowser } from "./open-browser.ts";
import { goTo, heading } from "./page-steps.ts";
import { openOwnersPage } from "./player-steps.ts";
import { type OwnedNode, startOwnedNode } from "./start-page-node.ts";

let node: OwnedNode;
let browser: TestBrowser;
let ada: Wallet;

beforeAll(async () => {
  [browser, node] = await Promise.all([openBrowser(), startOwnedNode({ settings: { registration: "open" } })]);
  ada = walletFromPhrase(createWallet().phrase);
  const { client } = await logIn(node.url, ada);
  await client.people.updateMe({ username: "Ada" });
});
afterAll(async () => {
  await browser.close();
  await node[Symbol.asyncDispose]();
});

it("shows the people of a node to its owner, narrowed as the address says", async () => {
  await using opened = await openOwnersPage(browser, node, "/", STILL);
  const { page } = opened;
  const { found, look } = openGallery(page);
  await page.getByRole("link", { name: "Organisation" }).click();
  await page.getByRole("link", { name: "People", exact: true }).click();
  await heading(page, "People");
  const row = (name: string) => page.getByRole("row", { name: new RegExp(name) });
  await row("Ada").waitFor();
  await row("super admin").waitFor();
  await look("people");
  // Where a record is a block, the box to tick stands before the name.
  await page.setViewportSize({ width: 390, height: 844 });
  const middle = async (role: "checkbox" | "link", name: string): Promise<number> => {
    const box = await row("Ada").getByRole(role, { name }).boundingBox();
    return box === null ? Number.NaN : box.y + box.height / 2;
  };
  await expect
    .poll(async () => Math.abs((await middle("checkbox", "Select Ada")) - (await middle("link", "Ada"))))
    .toBeLessThan(8);
  await page.setViewportSize(STILL.viewport);

  const dialog = page.getByRole("dialog");
  await page.getByRole("checkbox", { name: "Select everybody on this page" }).check();
  await page.getByRole("button", { name: "Suspend 2" }).click();
  await dialog.getByRole("textbox", { name: /^Reason/ }).fill("A drill");
  await look("people-suspend");
  await dialog.getByRole("button", { name: "Suspend", exact: true }).click();
  await dialog.getByText("1 was refused").waitFor();
  await look("people-refused");
  await dialog.getByRole("button", { name: "Close", exact: true }).last().click();
  await row("suspended").waitFor();
  await page.getByRole("checkbox", { name: "Select Ada" }).check();
  await page.getByRole("button", { name: "Restore 1" }).click();
  await dialog.getByRole("textbox", { name: /^Reason/ }).fill("It is over");
  await dialog.getByRole("button", { name: "Restore", exact: true }).click();
  await dialog.getByText("1 of 1").waitFor();
  await dialog.getByRole("button", { name: "Close", exact: true }).last().click();
  await row("suspended").waitFor({ state: "detached" });
  await logIn(node.url, ada);

  await page.getByRole("searchbox", { name: "Search people" }).fill("ada");
  await row("super admin").waitFor({ state: "detached" });
  await row("Ada").waitFor();
  await page.waitForURL(({ search }) => search === "?q=ada");
  await goTo(page, "/admin/people?status=suspended");
  await page.getByRole("heading", { name: "Nobody fits" }).waitFor();
  await look("people-none-fits");
  await page.getByRole("button", { name: "Show everybody" }).click();
  await row("Ada").waitFor();
  await page.getByRole("link", { name: "Ada" }).click();
  const person = page.getByRole("region", { name: "Person" });
  await person.getByRole("heading", { name: "Ada" }).waitFor();
  await person.getByRole("button", { name: "End all logins" }).waitFor();
  await look("person");

  await person.getByRole("button", { name: "Change the role" }).click();
  await dialog.getByRole("combobox", { name: "Role" }).click();
  await page.getByRole("option", { name: "admin", exact: true }).click();
  await dialog.getByRole("combobox", { name: "What this admin may do" }).waitFor();
  await look("person-role");
  await dialog.getByRole("button", { name: "Change the role" }).click();
  await person.getByText("admin: sees everything, changes nothing").waitFor();
  await person.getByText("none", { exact: true }).waitFor();

  await person.getByRole("button", { name: "Say if checked" }).click();
  await dialog.getByRole("combobox", { name: "Person checked (KYC)" }).click();
  await page.getByRole("option", { name: "being checked" }).click();
  await look("person-kyc");
  await dialog.getByRole("button", { name: "Save" }).click();
  await person.getByText("being checked").waitFor();

  await person.getByRole("button", { name: "Suspend", exact: true }).click();
  await dialog.getByRole("textbox", { name: /^Reason/ }).fill("Left the team");
  await look("person-suspend");
  await dialog.getByRole("button", { name: "Suspend", exact: true }).click();
  await person.getByText("Left the team").waitFor();
  await look("person-suspended");
  await expect(logIn(node.url, ada)).rejects.toThrow("LUCID_PEOPLE_ERR_4705");
  await person.getByRole("button", { name: "Lift the suspension" }).click();
  await person.getByText("Left the team").waitFor({ state: "detached" });
  await logIn(node.url, ada);
  await person.getByRole("button", { name: "End all logins" }).click();
  await dialog.getByText("The one login ends at once").waitFor();
  await look("person-end-logins");
  await dialog.getByRole("button", { name: "End all logins" }).click();
  await person.getByText("none", { exact: true }).waitFor();
  await page.getByRole("link", { name: "Groups" }).click();
  await heading(page, "Groups");
  await page.getByRole("heading", { name: "No groups yet" }).waitFor();
  await look("groups-none");
  await page.getByRole("button", { name: "New group" }).click();
  await dialog.getByRole("textbox", { name: "Name" }).fill("On call");
  await dialog.getByRole("textbox", { name: "Description" }).fill("Who answers at night");
  await look("group-new");
  await dialog.getByRole("button", { name: "Make the group" }).click();
  const group = page.getByRole("region", { name: "Group" });
  await group.getByText("Nobody is in this group yet.").waitFor();
  await group.getByRole("textbox", { name: "Take somebody in" }).fill("ada");
  await group.getByRole("button", { name: "Take in" }).click();
  await group.getByRole("button", { name: "Take out" }).waitFor();
  await look("group");
  await group.getByRole("button", { name: "Remove the group" }).click();
  await look("group-remove");
  await dialog.getByRole("button", { name: "Remove the group" }).click();
  await page.getByRole("heading", { name: "No groups yet" }).waitFor();
  await page.getByRole("link", { name: "People" }).last().click();
  await page.getByRole("link", { name: "Ada" }).click();
  await person.getByRole("button", { name: "Delete the account" }).click();
  await dialog.getByRole("textbox", { name: "Type “Ada” to confirm" }).fill("Ada");
  await look("person-delete");
  await dialog.getByRole("button", { name: "Delete the account" }).click();
  await person.getByRole("heading", { name: "deleted account" }).waitFor();
  await person.getByText("erased").waitFor();
  await look("person-deleted");
  await person.getByRole("link", { name: "Close" }).click();
  await person.waitFor({ state: "detached" });

  const me = await node.owner.client.people.me();
  await goTo(page, `/admin/people/${me.user_id}`);
  await person.getByText("There is nothing you may change about this account.").waitFor();
  await goTo(page, "/settings");
  const saved = page.waitForEvent("download");
  await page.getByRole("button", { name: "Save everything about me" }).click();
  expect((await saved).suggestedFilename()).toBe("lucid-account.json");
  await page.getByRole("button", { name: "Delete this account" }).click();
  await dialog.getByRole("textbox", { name: "Your wallet address, to confirm" }).fill(me.tron_address ?? "");
  await look("settings-delete-account");
  await dialog.getByRole("button", { name: "Delete my account" }).click();
  await dialog.getByText("this is the last one").waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Leave without saving" }).click();
  await dialog.waitFor({ state: "detached" });
  await goTo(page, "/admin/people");
  await page.getByRole("link", { name: "Home" }).click();
  await page.getByRole("link", { name: "Sessions" }).waitFor();
  expect(found).toEqual([]);
});
