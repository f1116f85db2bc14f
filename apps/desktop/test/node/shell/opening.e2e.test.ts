import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { buildTestSession, bundleBytes } from "@lucid/testkit";
import { expect, it } from "vitest";
import { temporaryFolder, until } from "../test-node.ts";
import { isReal, type Launched, launchApplication, shownWindow, startAgain } from "./launch-application.ts";

const SESSION = "0198c0de-1111-4111-8111-111111111111";

const pagesOf = ({ electron }: Launched): Promise<string[]> =>
  electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().map(({ webContents }) => webContents.getURL()));

/** Notes and windows from here on, as the application makes them. */
async function listen({ electron }: Launched): Promise<() => Promise<string[]>> {
  await electron.evaluate(({ app, Notification }) => {
    const heard: string[] = [];
    Reflect.set(app, "heard", heard);
    const { show } = Notification.prototype;
    Notification.prototype.show = function (this: Electron.Notification) {
      heard.push(this.title);
      show.call(this);
    };
    app.on("second-instance", () => setImmediate(() => heard.push("second start")));
  });
  return () => electron.evaluate(({ app }) => Reflect.get(app, "heard") as string[]);
}

/** What a second start with these arguments makes of the application. */
async function openedBy(application: Launched, ...args: string[]): Promise<{ heard: string[]; pages: string[] }> {
  const heard = await listen(application);
  expect(await startAgain(application, ...args)).toBe(0);
  await until(heard, (all) => all.includes("second start"));
  return { heard: (await heard()).filter((what) => what !== "second start"), pages: await pagesOf(application) };
}

it("is one application: a second start hands over what it was asked for, and leaves", async () => {
  await using application = await launchApplication();
  const page = await shownWindow(application);
  const plain = await openedBy(application);
  expect(plain.pages).toHaveLength(1);

  const refused = await openedBy(application, `lucid://verify?session=${SESSION}&x=%22%3E`);
  expect(refused).toEqual({ heard: ["Lucid did not open a link"], pages: plain.pages });
  const elsewhere = await openedBy(application, "lucid://admin/../verify");
  expect(elsewhere.pages).toEqual(plain.pages);

  await openedBy(application, `lucid://verify?session=${SESSION}`);
  await page.waitForURL(/\/(setup|login|verify)/);
  await openedBy(application, `lucid://join/${"A".repeat(43)}`);
  await page.getByRole("heading", { name: "Invitation" }).waitFor();
});

it("verifies a file that is double-clicked before it shows anything else, with no login", async () => {
  await using folder = await temporaryFolder();
  const [file, altered] = [join(folder.path, "good.lucid"), join(folder.path, "altered.lucid")];
  const bytes = await bundleBytes(buildTestSession("opened").content());
  await writeFile(file, bytes);
  bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
  await writeFile(altered, bytes);

  await using application = await launchApplication({ folder: folder.path, args: [file] });
  const first = await application.electron.firstWindow();
  await first.getByRole("heading", { name: "Verify a Lucid recording" }).waitFor();
  await first.getByText("Consistent in itself; nobody is identified").waitFor();
  expect(await pagesOf(application)).toEqual([expect.stringMatching(/^app:\/\/lucid\/opened#/)]);

  const opening = application.electron.waitForEvent("window");
  expect(await startAgain(application, "altered.lucid")).toBe(0);
  const second = await opening;
  await second.getByText("Refused: do not rely on this file").waitFor();
  expect(await pagesOf(application)).toHaveLength(2);
});

const main = (file: string, from: string, to: string) => ({ file: `apps/desktop/main/${file}`, from, to });

it.skipIf(isReal)("has a test that finds a link that nobody read", async () => {
  const read = 'return read.ok ? { kind: "page", path: `/verify#${writeExpectation(read.expectation)}` } : refused;';
  const edits = [main("shell/opened-by.ts", read, 'return { kind: "page", path: `/verify#${verify}` };')];
  await using application = await launchApplication({ edits });
  await shownWindow(application);
  const { heard } = await openedBy(application, `lucid://verify?session=${SESSION}&x=%22%3E`);
  expect(heard).toEqual([]);
});

it.skipIf(isReal)("has a test that finds a file that is not the first thing shown", async () => {
  await using folder = await temporaryFolder();
  const file = join(folder.path, "good.lucid");
  await writeFile(file, await bundleBytes(buildTestSession("opened").content()));
  const edits = [
    main("run-application.ts", "windows.open(windowKinds.verifier, page)", 'windows.open(windowKinds.user, "/login")'),
  ];
  await using application = await launchApplication({ folder: folder.path, args: [file], edits });
  await application.electron.firstWindow();
  const pages = await until(
    () => pagesOf(application),
    ([page]) => page !== undefined && page !== "",
  );
  expect(pages).not.toEqual([expect.stringMatching(/^app:\/\/lucid\/opened#/)]);
});
