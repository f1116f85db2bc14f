import { Menu, nativeImage, Tray } from "electron";
import type { NodeHost } from "./node-host.ts";
import type { ShellSettingsFile } from "./shell-settings.ts";
import type { StartAtLogin } from "./start-at-login.ts";
import { stateLine, type TrayActions, trayMenu } from "./tray-menu.ts";
import type { Words } from "./words.ts";

export interface TrayDeps {
  readonly host: NodeHost;
  readonly settings: ShellSettingsFile;
  readonly startAtLogin: StartAtLogin;
  readonly words: Words;
  /** A picture, PNG. */
  readonly icon: string;
  readonly actions: Omit<TrayActions, "setKeepRunning" | "setStartAtLogin">;
}

/** The node in the system's tray: how it is, and what can be done without a window. */
export function startTray({ host, settings, startAtLogin, words, icon, actions }: TrayDeps): void {
  const tray = new Tray(nativeImage.createFromPath(icon));

  function show(): void {
    const view = {
      state: host.state,
      failure: host.failure,
      recordings: host.node?.recordings.count() ?? 0,
      keepRunning: settings.get().keepRunning,
      startAtLogin: startAtLogin.get(),
    };
    const all: TrayActions = {
      ...actions,
      setKeepRunning(keepRunning) {
        settings.change({ keepRunning });
        show();
      },
      setStartAtLogin(start) {
        startAtLogin.set(start);
        show();
      },
    };
    tray.setToolTip(`Lucid: ${stateLine(view, words)}`);
    tray.setContextMenu(Menu.buildFromTemplate(trayMenu(view, all, words)));
  }

  tray.on("click", () => actions.open());
  host.onChange(show);
  show();
}
