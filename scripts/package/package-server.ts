import { createHash } from "node:crypto";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { buildBundle, type ServerBundle } from "./build-bundle.ts";
import { DEBIAN_NAME, packDeb } from "./pack-deb.ts";
import { packTarball } from "./pack-tarball.ts";
import { readComponents } from "./read-components.ts";
import { type Architecture, fetchRuntime } from "./runtime.ts";
import { type Installation, stageProgram } from "./stage-program.ts";
import { formatLicences, formatSbom } from "./write-sbom.ts";

export interface PackageOptions {
  readonly arch: Architecture;
  readonly version: string;
  /** Seconds since 1970 that everything in the packages is dated with. */
  readonly time: number;
  /** Where the packages are put. */
  readonly out: string;
  readonly kinds: readonly Installation["kind"][];
  readonly updates: Pick<Installation, "update_key" | "update_url">;
  /** What is packed; without one it is built. */
  readonly bundle?: ServerBundle;
}

/** Makes the packages of a server, and a list of their hashes. The same tree and time make the same bytes. Returns the files. */
export async function packageServer(options: PackageOptions): Promise<string[]> {
  const { arch, kinds, out, time, updates, version } = options;
  const work = await mkdtemp(join(tmpdir(), "lucid-package-"));
  try {
    const bundle = options.bundle ?? (await buildBundle(join(work, "bundle")));
    const runtime = await fetchRuntime(arch);
    const components = await readComponents(bundle.packages, runtime);
    const sbom = formatSbom({ version, arch, time }, components);
    await mkdir(out, { recursive: true });
    const sbomFile = join(out, `lucid-${version}-linux-${arch}.cdx.json`);
    await writeFile(sbomFile, sbom);
    const files = [sbomFile];
    for (const kind of kinds) {
      const program = join(work, kind, "program");
      await stageProgram(program, {
        ...{ bundle, runtime, arch, version, installation: { kind, ...(kind === "tarball" && updates) } },
        papers: { "sbom.cdx.json": sbom, "THIRD-PARTY-LICENCES.txt": formatLicences(components) },
      });
      const options = { program, arch, version, time, work: join(work, kind, "root") };
      const file =
        kind === "deb"
          ? join(out, `lucid_${version}_${DEBIAN_NAME[arch]}.deb`)
          : join(out, `lucid-${version}-linux-${arch}.tar.gz`);
      await (kind === "deb" ? packDeb : packTarball)(file, options);
      files.push(file);
    }
    const sums = await Promise.all(files.map(async (file) => `${await sha256Of(file)}  ${basename(file)}\n`));
    const sumsFile = join(out, `SHA256SUMS-${version}-${arch}`);
    await writeFile(sumsFile, sums.join(""));
    return [...files, sumsFile];
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

const sha256Of = async (file: string): Promise<string> =>
  createHash("sha256")
    .update(await readFile(file))
    .digest("hex");
