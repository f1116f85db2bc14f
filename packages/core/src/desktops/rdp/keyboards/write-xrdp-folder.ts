import { copyFile, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { keyboardFile } from "./keyboard-file.ts";
import { KEYBOARDS } from "./keyboards.ts";

const SYSTEM_FOLDER = "/etc/xrdp";
/** A keyboard that has a third level, and keys around it as all have. */
const BASE = "km-00000407.ini";
/** Files that each session lays over these. */
const OWN_FILES = ["xrdp.ini", "rsakeys.ini"] as const;

/** Makes the folder that xrdp sees as its own: the system's keyboards, and those of Lucid in place of them. */
export async function writeXrdpFolder(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const keyboards = (await readdir(SYSTEM_FOLDER)).filter((name) => /^(km-.*|xrdp_keyboard)\.ini$/.test(name));
  for (const name of keyboards) await copyFile(join(SYSTEM_FOLDER, name), join(folder, name));
  const base = await readFile(join(SYSTEM_FOLDER, BASE), "latin1");
  for (const id of Object.keys(KEYBOARDS)) await writeFile(join(folder, `km-${id}.ini`), keyboardFile(id, base));
  for (const name of OWN_FILES) await writeFile(join(folder, name), "");
}
