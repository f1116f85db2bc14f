import { expect, it } from "vitest";
import { createWalletInPage, passNodeStep } from "../../app/wallet-steps.ts";
import { temporaryFolder } from "../test-node.ts";
import { isReal, type Launched, launchApplication, shownWindow } from "./launch-application.ts";

const KEYRING = { LUCID_STANDIN_KEYRING: "gnome_libsecret" };

const boundsOf = ({ electron }: Launched): Promise<Electron.Rectangle | undefined> =>
  electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds());

async function quit(application: Launched): Promise<void> {
  await application.electron.evaluate(({ app }) => app.quit());
  expect(await application.ended).toBe(0);
}

it("shares one login among its windows, keeps it out of their pages, and goes on with it where the system has a keyring", async () => {
  await using folder = await temporaryFolder();
  const place = { x: 140, y: 90, width: 1_000, height: 700 };
  {
    await using application = await launchApplication({ folder: folder.path, env: KEYRING });
    const page = await shownWindow(application);
    await passNodeStep(page);
    await createWalletInPage(page);
    await page.getByText("Step 4 of 5").waitFor();
    const opening = application.electron.waitForEvent("window");
    await page.evaluate(() => void window.open("/admin"));
    const admin = await opening;
    await admin.getByRole("heading", { name: "Dashboard" }).waitFor();
    const stored = await page.evaluate(() => JSON.stringify([localStorage, sessionStorage, document.cookie]));
    expect(stored).not.toMatch(/refresh|eyJ/);
    await application.electron.evaluate(
      ({ BrowserWindow }, bounds) => BrowserWindow.getAllWindows()[0]?.setBounds(bounds),
      place,
    );
    await quit(application);
  }
  if (!isReal) {
    await using again = await launchApplication({ folder: folder.path, env: KEYRING });
    const page = await again.electron.firstWindow();
    await page.getByRole("link", { name: "Sessions", exact: true }).first().waitFor();
    expect(await boundsOf(again)).toEqual(place);
    await quit(again);
    await using without = await launchApplication({ folder: folder.path });
    await (await without.electron.firstWindow()).getByRole("heading", { name: "Log in" }).waitFor();
  }
});
