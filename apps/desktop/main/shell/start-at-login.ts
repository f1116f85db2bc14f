import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { BACKGROUND_SWITCH } from "./opened-by.ts";

export interface StartAtLogin {
  get(): boolean;
  set(start: boolean): void;
}

/** Electron's `app`, as far as it is used. */
interface LoginItems {
  getLoginItemSettings(options: { args: string[] }): { openAtLogin: boolean };
  setLoginItemSettings(settings: { openAtLogin: boolean; args: string[] }): void;
}

export interface StartAtLoginDeps {
  readonly platform: NodeJS.Platform;
  readonly app: LoginItems;
  /** Where a desktop on Linux keeps its settings. */
  readonly configFolder: string;
  /** The program and its first arguments. */
  readonly command: readonly string[];
}

/** Starts the node, without a window, with the person's desktop. Electron knows how but on Linux, where a file says it. */
export function createStartAtLogin({ platform, app, configFolder, command }: StartAtLoginDeps): StartAtLogin {
  const args = [BACKGROUND_SWITCH];
  if (platform !== "linux") {
    return {
      get: () => app.getLoginItemSettings({ args }).openAtLogin,
      set: (openAtLogin) => app.setLoginItemSettings({ openAtLogin, args }),
    };
  }
  const path = join(configFolder, "autostart", "lucid.desktop");
  return {
    get: () => existsSync(path),
    set(start) {
      if (!start) return rmSync(path, { force: true });
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, autostartEntry([...command, ...args]));
    },
  };
}

/** Desktop Entry Specification 1.5, "The Exec key": quoted, `"`, `` ` ``, `$` and `\` escaped, `%` doubled; escapes of strings on top. */
function autostartEntry(command: readonly string[]): string {
  const quoted = command.map((word) => {
    const escaped = word.replaceAll(/["`$\\]/g, (letter) => `\\${letter}`).replaceAll("%", "%%");
    return `"${escaped}"`.replaceAll("\\", "\\\\");
  });
  return `[Desktop Entry]\nType=Application\nName=Lucid\nExec=${quoted.join(" ")}\nX-GNOME-Autostart-enabled=true\n`;
}
