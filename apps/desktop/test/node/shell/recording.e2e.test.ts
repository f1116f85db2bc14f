import type { SessionId } from "@lucid/contract";
import { createWallet, walletFromPhrase } from "@lucid/identity";
import type { Edit } from "@lucid/testkit/electron";
import { expect, it } from "vitest";
import { accountIdentity, logIn } from "../../../main/cli/rest/node-client.ts";
import { type Owner, sessionOf, startSession, temporaryFolder, until } from "../test-node.ts";
import { gatewayOf, isReal, type Launched, launchApplication, shownWindow, startAgain } from "./launch-application.ts";

interface Recording {
  readonly owner: Owner;
  readonly id: SessionId;
  /** What the session is now. */
  readonly state: () => Promise<string>;
}

/** The owner of the application's node, with a session that is recorded. */
async function startRecording(application: Launched): Promise<Recording> {
  const page = await shownWindow(application);
  const url = await gatewayOf(page);
  const code = await page.getByLabel("Setup code").inputValue();
  const { phrase } = createWallet();
  const wallet = walletFromPhrase(phrase);
  const login = await logIn(url, wallet, code);
  const owner: Owner = { ...login, phrase, wallet, identity: await accountIdentity(login.client, wallet) };
  const id = await startSession(owner);
  const session = sessionOf(owner, id);
  return { owner, id, state: async () => (await session()).state };
}

/** Answers the application's questions, each with the number of a button; and hears notes and the tray. */
async function answer({ electron }: Launched, ...buttons: number[]): Promise<void> {
  await electron.evaluate(({ app, dialog, Notification, Tray }, given) => {
    const asked: string[][] = [];
    const notes: string[] = [];
    Reflect.set(app, "asked", asked);
    Reflect.set(app, "notes", notes);
    dialog.showMessageBox = (...args: unknown[]) => {
      asked.push((args.at(-1) as Electron.MessageBoxOptions).buttons ?? []);
      return Promise.resolve({ response: given.shift() ?? 0, checkboxChecked: false });
    };
    Notification.prototype.show = function (this: Electron.Notification) {
      notes.push(this.title);
    };
    Tray.prototype.setContextMenu = (menu) => Reflect.set(app, "tray", menu);
  }, buttons);
}

const asked = ({ electron }: Launched): Promise<string[][]> =>
  electron.evaluate(({ app }) => Reflect.get(app, "asked") as string[][]);
const windowCount = ({ electron }: Launched): Promise<number> =>
  electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length);
const closeWindow = ({ electron }: Launched): Promise<void> =>
  electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
/** Labels of the tray, by their id. */
const tray = ({ electron }: Launched): Promise<Record<string, string>> =>
  electron.evaluate(({ app }) => {
    const menu = Reflect.get(app, "tray") as Electron.Menu | undefined;
    return Object.fromEntries((menu?.items ?? []).map(({ id, label }) => [id, label]));
  });
const clickTray = ({ electron }: Launched, id: string): Promise<void> =>
  electron.evaluate(({ app }, wanted) => {
    const menu = Reflect.get(app, "tray") as Electron.Menu;
    menu.items.find((item) => item.id === wanted)?.click();
  }, id);

it("ends a recording for nobody who was not asked, keeps it through sleep and crash, and seals it when it quits", async () => {
  await using folder = await temporaryFolder();
  let recording: Recording;
  {
    await using application = await launchApplication({ folder: folder.path });
    recording = await startRecording(application);
    const { state } = recording;
    await answer(application, 2, 0, 1, 0);
    expect(await state()).toBe("recording");

    // Asked, and taken back.
    await closeWindow(application);
    await until(
      () => asked(application),
      (questions) => questions.length === 1,
    );
    expect(await asked(application)).toEqual([["Go on in the background", "End the recording and quit", "Cancel"]]);
    expect(await windowCount(application)).toBe(1);

    // Sleep seals the open chunk, waking goes on.
    await application.electron.evaluate(({ powerMonitor }) => powerMonitor.emit("suspend"));
    await until(state, (now) => now === "paused");
    await until(
      async () => (await recording.owner.client.sessions.chunks({ session_id: recording.id })).chunks.length,
      (stored) => stored > 0,
    );
    await application.electron.evaluate(({ powerMonitor }) => powerMonitor.emit("resume"));
    await until(state, (now) => now === "recording");
    await until(
      async () => (await tray(application))["state"],
      (now) => now === "The node is running: 1 recording",
    );

    // A page that crashes is loaded again.
    await application.electron.evaluate(({ app, BrowserWindow }) => {
      const [window] = BrowserWindow.getAllWindows();
      window?.webContents.once("did-finish-load", () => Reflect.set(app, "loadedAgain", true));
      window?.webContents.forcefullyCrashRenderer();
    });
    const loadedAgain = () => application.electron.evaluate(({ app }) => Reflect.get(app, "loadedAgain") === true);
    await until(loadedAgain, Boolean);
    expect(await application.electron.evaluate(({ app }) => Reflect.get(app, "notes"))).toEqual(["A window of Lucid crashed"]);
    expect(await state()).toBe("recording");

    // The window goes, the recording stays; another start shows a window again.
    await closeWindow(application);
    await until(
      () => windowCount(application),
      (now) => now === 0,
    );
    expect(await state()).toBe("recording");
    expect(await startAgain(application)).toBe(0);
    await until(
      () => windowCount(application),
      (now) => now === 1,
    );

    // The tray stops no node that records without asking.
    await clickTray(application, "stop");
    await until(
      () => asked(application),
      (questions) => questions.length === 3,
    );
    expect(await state()).toBe("recording");

    await application.electron.evaluate(({ app }) => app.quit());
    expect(await application.ended).toBe(0);
  }
  await using again = await launchApplication({ folder: folder.path });
  const url = await gatewayOf(await shownWindow(again));
  const { client } = await logIn(url, recording.owner.wallet);
  expect(await client.sessions.get({ session_id: recording.id })).toMatchObject({ state: "interrupted", reason: null });
});

it("stops and starts its node from the tray, under windows that stay open", async () => {
  await using application = await launchApplication();
  await answer(application);
  const state = async () => (await tray(application))["state"];
  await until(state, (now) => now === "The node is running");
  const page = await shownWindow(application);
  const before = await gatewayOf(page);
  expect((await fetch(`${before}/health`)).status).toBe(200);

  await clickTray(application, "stop");
  await until(state, (now) => now === "The node is stopped");
  await expect(fetch(`${before}/health`)).rejects.toThrow();
  expect(await windowCount(application)).toBe(1);

  await clickTray(application, "start");
  await until(state, (now) => now === "The node is running");
  await page.getByLabel("Setup code").waitFor();
  expect((await fetch(`${await gatewayOf(page)}/health`)).status).toBe(200);
  expect(await asked(application)).toEqual([]);
});

const main = (file: string, from: string, to: string): Edit => ({ file: `apps/desktop/main/${file}`, from, to });

it.skipIf(isReal)("has tests that find a recording that ends with its window, and a second application", async () => {
  await using application = await launchApplication({
    edits: [
      main("shell/leaving.ts", "if (isQuitting || windows()", "if (!isQuitting || windows()"),
      main("shell/leaving.ts", "if (isAgreed || !isRecording()) {", "if (isAgreed || isRecording()) {"),
      main("run-application.ts", "if (!app.requestSingleInstanceLock()) return app.quit();", ""),
    ],
  });
  await startRecording(application);
  await answer(application);
  // The data folder of the first refuses the second.
  expect(await startAgain(application)).not.toBe(0);
  await closeWindow(application);
  expect(await application.ended).toBe(0);
});
