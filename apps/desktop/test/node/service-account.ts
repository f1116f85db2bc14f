import { chown, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** The user id that `lucid` has in a test. */
export const SERVICE_UID = 61_234;

/** A machine where `lucid` is an account that owns `folder`: its home, and shell code whose mounts make it one. */
export async function withServiceAccount(folder: string): Promise<{ readonly home: string; readonly prepare: string }> {
  const home = join(folder, "home");
  await mkdir(home);
  for (const path of [folder, home]) await chown(path, SERVICE_UID, SERVICE_UID);
  const accounts = { passwd: `lucid:x:${SERVICE_UID}:${SERVICE_UID}::${home}:/bin/sh`, group: `lucid:x:${SERVICE_UID}:` };
  for (const [name, line] of Object.entries(accounts))
    await writeFile(join(folder, name), `${await readFile(`/etc/${name}`, "utf8")}${line}\n`);
  return { home, prepare: ["passwd", "group"].map((name) => `mount --bind ${join(folder, name)} /etc/${name}`).join("\n") };
}

/** Becomes that account, with nothing of root's left. */
export const AS_SERVICE = [
  ...["setpriv", "--reuid=lucid", "--regid=lucid", "--clear-groups", "--inh-caps=-all", "--bounding-set=-all", "--no-new-privs"],
];
