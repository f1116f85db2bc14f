import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { chmod, cp, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { promisify } from "node:util";
import { gzipSync } from "node:zlib";
import { packageGroups } from "../setup/packages.mjs";
import type { Architecture } from "./runtime.ts";
import { settle } from "./stage-program.ts";

const root = join(import.meta.dirname, "../..");
const packaging = join(root, "packaging");

/** Debian's names of architectures. */
export const DEBIAN_NAME: Readonly<Record<Architecture, string>> = { x64: "amd64", arm64: "arm64" };

const LAUNCHER = `#!/bin/sh
exec /usr/lib/lucid/runtime/node /usr/lib/lucid/app/main/lucid.js "$@"
`;

export interface DebOptions {
  readonly program: string;
  readonly arch: Architecture;
  readonly version: string;
  /** Seconds since 1970. */
  readonly time: number;
  /** An empty folder to build in. */
  readonly work: string;
}

/** Packs the program with its service, its settings and its user as a Debian package. */
export async function packDeb(file: string, { arch, program, time, version, work }: DebOptions): Promise<void> {
  const at = (path: string) => join(work, path);
  for (const folder of [
    "DEBIAN",
    "usr/bin",
    "usr/lib/systemd/system",
    "usr/lib/udev/rules.d",
    "etc/lucid",
    "usr/share/doc/lucid",
  ])
    await mkdir(at(folder), { recursive: true });
  await cp(program, at("usr/lib/lucid"), { recursive: true });
  await writeFile(at("usr/bin/lucid"), LAUNCHER);
  await cp(join(packaging, "lucid.service"), at("usr/lib/systemd/system/lucid.service"));
  await cp(join(packaging, "70-lucid-wallets.rules"), at("usr/lib/udev/rules.d/70-lucid-wallets.rules"));
  await cp(join(packaging, "lucid.config.json"), at("etc/lucid/lucid.config.json"));
  await cp(at("usr/lib/lucid/THIRD-PARTY-LICENCES.txt"), at("usr/share/doc/lucid/copyright"));
  await cp(join(root, "docs/guides/deployment.md"), at("usr/share/doc/lucid/deployment.md"));
  await writeFile(at("usr/share/doc/lucid/NEWS.gz"), gzipSync(await readFile(join(root, "CHANGELOG.md"))));

  await settle(work, time, new Set(["usr/bin/lucid", "usr/lib/lucid/runtime/node"]));
  await writeFile(at("DEBIAN/control"), await control(work, arch, version));
  await writeFile(at("DEBIAN/conffiles"), "/etc/lucid/lucid.config.json\n");
  await writeFile(at("DEBIAN/md5sums"), await md5sums(work));
  for (const script of await readdir(join(packaging, "debian"))) {
    await cp(join(packaging, "debian", script), at(`DEBIAN/${script}`));
    await chmod(at(`DEBIAN/${script}`), 0o755);
  }
  await promisify(execFile)("dpkg-deb", ["--root-owner-group", "-Zzstd", "-z9", "--threads-max=1", "--build", work, file], {
    env: { ...process.env, SOURCE_DATE_EPOCH: String(time) },
  });
}

async function control(work: string, arch: Architecture, version: string): Promise<string> {
  const names = (group: keyof typeof packageGroups) => packageGroups[group].map(({ name }) => name);
  const sizes = await Promise.all((await filesOf(work)).map(async (file) => (await readFile(file)).length));
  const installed = sizes.reduce((sum, size) => sum + Math.ceil(size / 1_024), 0);
  const fields = {
    Package: "lucid",
    Version: version,
    Architecture: DEBIAN_NAME[arch],
    Maintainer: "The Lucid project <lucid@localhost>",
    "Installed-Size": String(installed),
    // What the runtime is linked with, what makes the service's user, and the programs of every desktop.
    Depends: ["libc6 (>= 2.28)", "libstdc++6", "libgcc-s1", "adduser", ...names("node")].join(", "),
    Suggests: [...names("demo"), ...names("tor")].join(", "),
    Section: "net",
    Priority: "optional",
    Description:
      "remote-desktop sessions that anyone can verify\n A node that hosts desktops, records them, and proves the records.",
  };
  return `${Object.entries(fields)
    .map(([name, value]) => `${name}: ${value}`)
    .join("\n")}\n`;
}

/** What `dpkg --verify` compares with. */
async function md5sums(work: string): Promise<string> {
  const files = (await filesOf(work)).filter(
    (file) => !file.startsWith(join(work, "DEBIAN")) && !file.startsWith(join(work, "etc")),
  );
  const lines = await Promise.all(
    files.map(
      async (file) =>
        `${createHash("md5")
          .update(await readFile(file))
          .digest("hex")}  ${relative(work, file)}\n`,
    ),
  );
  return lines.join("");
}

async function filesOf(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map(({ name, parentPath }) => join(parentPath, name))
    .toSorted();
}
