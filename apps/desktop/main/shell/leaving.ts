import { type App, type BrowserWindow, dialog } from "electron";
import type { NodeHost } from "./node-host.ts";
import type { ShellSettingsFile } from "./shell-settings.ts";
import type { Words } from "./words.ts";

export interface LeavingDeps {
  readonly app: App;
  readonly host: Pick<NodeHost, "node" | "stop">;
  readonly settings: ShellSettingsFile;
  readonly words: Words;
  /** Windows that are open. */
  readonly windows: () => readonly BrowserWindow[];
}

export interface Leaving {
  /** For a window that shall close. */
  onClosing(event: { preventDefault(): void }): void;
  /** Stops the node; asks first where something is recorded. */
  stopNode(): Promise<void>;
  /** Quits without asking: nobody is there to answer. */
  quitNow(): void;
}

/**
 * Closing a window and quitting are two things. The last window that closes takes the program with it, unless the owner said that the
 * node goes on; a recording that runs is ended by nobody who was not asked.
 */
export function createLeaving({ app, host, settings, words, windows }: LeavingDeps): Leaving {
  let isAgreed = false;
  let isAsking = false;
  let isQuitting = false;
  /** Somebody chose the background for this once. */
  let staysOnce = false;

  const isRecording = (): boolean => (host.node?.recordings.count() ?? 0) > 0;
  const staysBehind = (): boolean => settings.get().keepRunning || staysOnce;

  /** @returns the number of the button; the last one is to cancel. */
  async function ask(detail: string, ...buttons: string[]): Promise<number> {
    isAsking = true;
    try {
      const all = [...buttons, words.cancel];
      const options = {
        type: "question" as const,
        message: words.askTitle,
        detail,
        buttons: all,
        cancelId: all.length - 1,
        noLink: true,
      };
      return (await dialog.showMessageBox(options)).response;
    } finally {
      isAsking = false;
    }
  }

  function quitAgreed(): void {
    isAgreed = true;
    app.quit();
  }

  async function askToQuit(): Promise<void> {
    if (isAsking) return;
    if ((await ask(words.askQuit, words.endAndQuit)) === 0) quitAgreed();
  }

  async function askToClose(): Promise<void> {
    if (isAsking) return;
    const choice = await ask(words.askClose, words.stayBehind, words.endAndQuit);
    if (choice === 1) return quitAgreed();
    if (choice !== 0) return;
    staysOnce = true;
    for (const window of windows()) window.close();
  }

  app.on("before-quit", (event) => {
    if (isAgreed || !isRecording()) {
      isQuitting = true;
      return;
    }
    event.preventDefault();
    void askToQuit();
  });
  app.on("window-all-closed", () => {
    if (!staysBehind()) app.quit();
  });
  app.on("browser-window-created", () => {
    staysOnce = false;
  });

  return {
    onClosing(event) {
      if (isQuitting || windows().length > 1 || staysBehind() || !isRecording()) return;
      event.preventDefault();
      void askToClose();
    },
    async stopNode() {
      if (isRecording() && (isAsking || (await ask(words.askStop, words.endAndStop)) !== 0)) return;
      await host.stop();
    },
    quitNow: quitAgreed,
  };
}
