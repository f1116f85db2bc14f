import { execFile } from "node:child_process";
import { copyFile, cp, mkdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { settle } from "./stage-program.ts";

const packaging = join(import.meta.dirname, "../../packaging");

/** Starts the version in force, wherever the folder lies. */
const LAUNCHER = `#!/bin/sh
folder=$(dirname "$(dirname "$(readlink -f "$0")")")
exec "$folder/current/runtime/node" "$folder/current/app/main/lucid.js" "$@"
`;

export interface TarballOptions {
  readonly program: string;
  readonly version: string;
  /** Seconds since 1970. */
  readonly time: number;
  /** An empty folder to build in. */
  readonly work: string;
}

/** Packs `lucid/`: the launcher, the versions with the one in force, and what an admin may use. */
export async function packTarball(file: string, { program, time, version, work }: TarballOptions): Promise<void> {
  const top = join(work, "lucid");
  await mkdir(join(top, "bin"), { recursive: true });
  await cp(program, join(top, "versions", version), { recursive: true });
  await symlink(join("versions", version), join(top, "current"));
  await writeFile(join(top, "bin/lucid"), LAUNCHER);
  for (const name of ["lucid-tarball.service", "70-lucid-wallets.rules"]) await copyFile(join(packaging, name), join(top, name));
  await settle(top, time, new Set(["bin/lucid", `versions/${version}/runtime/node`]));
  const plain = ["--format=gnu", "--sort=name", "--owner=0", "--group=0", "--numeric-owner"];
  await promisify(execFile)("tar", [...plain, "--use-compress-program=gzip -n -6", "-cf", file, "-C", work, "lucid"]);
}
