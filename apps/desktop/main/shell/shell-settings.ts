import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { z } from "zod";

const Place = z.object({
  x: z.int(),
  y: z.int(),
  width: z.int().positive(),
  height: z.int().positive(),
  maximized: z.boolean(),
});
export type Place = z.infer<typeof Place>;

const ShellSettings = z.object({
  /** The node goes on when the last window is closed. */
  keepRunning: z.boolean().default(false),
  /** Where the window of a kind was last. */
  places: z.record(z.string().max(32), Place).default({}),
});
export type ShellSettings = z.infer<typeof ShellSettings>;

export interface ShellSettingsFile {
  get(): ShellSettings;
  /** Written at once, in one piece. What cannot be written is lost with the process. */
  change(change: Partial<ShellSettings>): void;
}

export interface ShellSettingsDeps {
  readonly path: string;
  readonly onTrouble: (error: unknown) => void;
}

/** What the application itself keeps, apart from the node: it is read before there is one. A file that cannot be read is as none. */
export function openShellSettings({ path, onTrouble }: ShellSettingsDeps): ShellSettingsFile {
  let current = read();

  function read(): ShellSettings {
    try {
      return ShellSettings.parse(JSON.parse(readFileSync(path, "utf8")));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOENT") onTrouble(error);
      return ShellSettings.parse({});
    }
  }

  return {
    get: () => current,
    change(change) {
      current = { ...current, ...change };
      try {
        mkdirSync(dirname(path), { recursive: true });
        writeFileSync(`${path}.new`, JSON.stringify(current));
        renameSync(`${path}.new`, path);
      } catch (error) {
        onTrouble(error);
      }
    },
  };
}
