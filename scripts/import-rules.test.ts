import { execFile } from "node:child_process";
import { copyFile, glob, mkdir, mkdtemp, readFile, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const root = join(import.meta.dirname, "..");
const boundary = "boundaries(dependencies)";
const tron = "tronweb";

/** Files that the wrong and right imports below point at; empty modules are enough. */
const targets = [
  "packages/core/src/index.ts",
  "packages/core/src/ground/index.ts",
  "packages/core/src/gateway/index.ts",
  "packages/core/src/node/index.ts",
  "packages/core/src/logins/index.ts",
  "packages/core/src/sessions/index.ts",
  "packages/core/src/ground/rows.ts",
  "packages/core/src/ground/testing/open.ts",
  "packages/core/src/sessions/blocks.ts",
  "packages/proof/src/index.ts",
  "packages/proof/src/merkle/tree.ts",
  "apps/desktop/main/cli/verify.ts",
  "apps/desktop/preload/preload.ts",
  "apps/desktop/preload/port-message.ts",
  "apps/desktop/renderer/shared/api/api.ts",
  "apps/desktop/renderer/features/wallet/index.ts",
  "apps/desktop/renderer/features/wallet/vault.ts",
  "apps/desktop/renderer/features/wallet/testing/test-wallet.ts",
  "apps/desktop/renderer/windows/user/routes.tsx",
  "apps/desktop/renderer/windows/user/testing/show-page.tsx",
];

/** [file, its import, the rule that must refuse it] */
const refused: readonly (readonly [file: string, line: string, rule: string])[] = [
  ["packages/contract/src/a.ts", `import "@lucid/proof";`, boundary],
  ["packages/contract/src/b.ts", `import "node:fs";`, boundary],
  ["packages/proof/src/a.ts", `import "@lucid/identity";`, boundary],
  ["packages/proof/src/b.ts", `import "@lucid/core";`, boundary],
  ["packages/proof/src/c.ts", `import "node:crypto";`, boundary],
  ["packages/identity/src/a.ts", `import "@lucid/pipeline";`, boundary],
  ["packages/identity/src/b.ts", `import "node:crypto";`, boundary],
  ["packages/pipeline/src/a.ts", `import "@lucid/core";`, boundary],
  ["packages/pipeline/src/b.ts", `import "@lucid/chain";`, boundary],
  ["packages/foundation/src/a.ts", `import "@lucid/contract";`, boundary],
  ["packages/foundation/src/b.ts", `import "@lucid/core";`, boundary],
  ["packages/contract/src/c.ts", `import "@lucid/foundation";`, boundary],
  ["packages/chain/src/b.ts", `import "@lucid/core";`, boundary],
  ["packages/chain/src/c.ts", `import "@lucid/payments";`, boundary],
  ["packages/chain/src/d.ts", `import "@lucid/chain/testing";`, boundary],
  ["packages/core/src/sessions/n.ts", `import "@lucid/testkit/node";`, boundary],
  ["packages/core/src/sessions/b.ts", `import "@lucid/chain/testing";`, boundary],
  ["packages/core/src/sessions/s.ts", `import "@lucid/chain/signing";`, boundary],
  ["packages/core/src/sessions/w.ts", `import "@lucid/chain/network";`, boundary],
  ["packages/core/src/sessions/t.ts", `import "@lucid/foundation/store";`, boundary],
  ["packages/core/src/node-log/c.ts", `import "@lucid/proof/canonical";`, boundary],
  ["packages/core/src/sessions/p.ts", `import "@lucid/proof/video";`, boundary],
  ["packages/pipeline/src/c.ts", `import "@lucid/payments";`, boundary],
  ["packages/pipeline/src/d.ts", `import "../../proof/src/index.ts";`, boundary],
  ["packages/core/src/a.ts", `import "@lucid/payments";`, boundary],
  ["packages/core/src/b.ts", `import "tronweb";`, boundary],
  ["packages/core/src/c.ts", `import "./ground/rows.ts";`, boundary],
  ["packages/core/src/logins/a.ts", `import "../ground/rows.ts";`, boundary],
  ["packages/core/src/logins/b.ts", `export * from "@lucid/payments";`, boundary],
  ["packages/core/src/logins/c.ts", `export const load = () => import("tronweb");`, boundary],
  ["packages/core/src/logins/d.ts", `import type { TronWeb } from "${tron}"; export type Wallet = TronWeb;`, boundary],
  ["packages/core/src/logins/e.ts", `export type Wallet = import("tronweb").TronWeb;`, boundary],
  ["packages/core/src/logins/f.ts", `import "electron";`, boundary],
  ["packages/core/src/logins/g.ts", `import "@lucid/testkit";`, boundary],
  ["packages/core/src/logins/h.ts", `import "@lucid/proof/src/merkle/tree.ts";`, boundary],
  ["packages/core/src/logins/i.test.ts", `import "tronweb";`, boundary],
  ["packages/core/src/logins/j.test.ts", `import "@lucid/payments";`, boundary],
  ["packages/payments/src/a.ts", `import "@lucid/core";`, boundary],
  ["packages/tron-devnet/src/a.ts", `import "@lucid/contract";`, boundary],
  ["packages/tron-devnet/src/b.ts", `import "@lucid/foundation/testing";`, boundary],
  ["packages/payments/src/b.ts", `import "@lucid/tron-devnet";`, boundary],
  ["packages/payments/src/c.ts", `import "electron";`, boundary],
  ["packages/payments/src/e.ts", `import "@lucid/contract";`, boundary],
  ["packages/payments/src/d.ts", `import "tronweb";`, boundary],
  ["packages/tron-devnet/src/c.ts", `import "tronweb";`, boundary],
  ["packages/core/src/logins/s.ts", `import "@lucid/tron-devnet";`, boundary],
  ["apps/desktop/main/cli/b.ts", `import "@lucid/tron-devnet";`, boundary],
  ["packages/testkit/src/a.ts", `import "@lucid/payments";`, boundary],
  ["apps/desktop/main/a.ts", `import "tronweb";`, boundary],
  ["apps/desktop/main/b.ts", `import "@lucid/testkit";`, boundary],
  ["apps/desktop/main/c.ts", `import "@lucid/core/src/ground/rows.ts";`, boundary],
  ["apps/desktop/main/server.ts", `import "electron";`, boundary],
  ["apps/desktop/main/cli/a.ts", `import "electron";`, boundary],
  ["apps/desktop/preload/a.ts", `import "@lucid/contract";`, boundary],
  ["apps/desktop/preload/b.ts", `import "@lucid/core";`, boundary],
  ["apps/desktop/renderer/a.tsx", `import "@lucid/core";`, boundary],
  ["apps/desktop/renderer/b.tsx", `import "electron";`, boundary],
  ["apps/desktop/renderer/c.tsx", `import "node:fs";`, boundary],
  ["apps/desktop/renderer/d.tsx", `import "../main/cli/verify.ts";`, boundary],
  ["apps/desktop/renderer/e.tsx", `import "./features/wallet/vault.ts";`, boundary],
  ["apps/desktop/renderer/f.tsx", `import "./features/wallet/testing/test-wallet.ts";`, boundary],
  ["apps/desktop/renderer/features/login/a.tsx", `import "../wallet/vault.ts";`, boundary],
  ["apps/desktop/renderer/features/login/b.tsx", `export const load = () => import("../wallet/vault.ts");`, boundary],
  ["apps/desktop/renderer/features/login/c.tsx", `import "../../windows/user/routes.tsx";`, boundary],
  ["apps/desktop/renderer/features/login/d.test.tsx", `import "../wallet/vault.ts";`, boundary],
  ["apps/desktop/renderer/features/login/e.tsx", `import "../wallet/testing/test-wallet.ts";`, boundary],
  ["apps/desktop/renderer/features/login/f.tsx", `import "node:fs";`, boundary],
  ["apps/desktop/renderer/features/login/g.tsx", `import "@lucid/core";`, boundary],
  ["apps/desktop/renderer/windows/user/a.tsx", `import "../../features/wallet/vault.ts";`, boundary],
  ["apps/desktop/renderer/windows/user/b.tsx", `import "@lucid/core";`, boundary],
  ["apps/desktop/renderer/verify/a.tsx", `import "../features/wallet/vault.ts";`, boundary],
  ["apps/desktop/renderer/shared/api/a.ts", `import "../../features/wallet/index.ts";`, boundary],
  ["apps/desktop/renderer/shared/api/b.ts", `import "../../windows/user/routes.tsx";`, boundary],
  ["apps/desktop/renderer/shared/api/c.ts", `import "../../../preload/preload.ts";`, boundary],
  ["apps/desktop/renderer/features/login/h.tsx", `import "../../../preload/port-message.ts";`, boundary],
  ["apps/desktop/main/d.ts", `import "../preload/preload.ts";`, boundary],
  ["packages/newcomer/src/a.ts", `export const a = 1;`, "boundaries(no-unknown-files)"],
  ["packages/core/src/logins/p.ts", `import "../ground/testing/open.ts";`, boundary],
  ["packages/core/src/logins/q.ts", `import "../gateway/index.ts";`, boundary],
  ["packages/core/src/logins/r.ts", `import "../node/index.ts";`, boundary],
  ["packages/core/src/ground/a.ts", `import "../sessions/index.ts";`, boundary],
  ["packages/core/src/calls/a.ts", `import "../sessions/index.ts";`, boundary],
  ["packages/core/src/logins/k.ts", `export const at = Date.now();`, "eslint(no-restricted-properties)"],
  ["packages/core/src/logins/l.ts", `export const home = process.env["HOME"];`, "eslint(no-restricted-properties)"],
  ["packages/core/src/logins/m.ts", `console.log("here");`, "eslint(no-console)"],
  ["packages/pipeline/src/e.ts", `export const { env } = process;`, "eslint(no-restricted-properties)"],
  ["packages/chain/src/a.ts", `setTimeout(() => undefined, 1);`, "eslint(no-restricted-globals)"],
];

const accepted: readonly (readonly [file: string, line: string])[] = [
  ["packages/contract/src/z.ts", `import "zod";`],
  ["packages/contract/src/z.test.ts", `import "node:fs";`],
  ["packages/proof/src/z.ts", `import "@lucid/contract"; import "./merkle/tree.ts";`],
  ["packages/identity/src/z.ts", `import "@lucid/contract"; import "@lucid/proof";`],
  [
    "packages/pipeline/src/z.ts",
    `import "@lucid/contract"; import "@lucid/proof"; import "@lucid/identity"; import "@lucid/foundation"; import "node:fs";`,
  ],
  ["packages/chain/src/z.ts", `import "@lucid/foundation"; import "@lucid/contract"; import "@lucid/proof";`],
  ["packages/pipeline/src/z.test.ts", `import "@lucid/identity"; import "@lucid/testkit"; export const at = Date.now();`],
  ["packages/core/src/z.ts", `import "./ground/index.ts"; import "@lucid/pipeline"; import "@lucid/identity";`],
  ["packages/core/src/logins/z.ts", `import "../ground/index.ts"; import "node:fs"; import "fastify";`],
  ["packages/core/src/sessions/z.ts", `import "./blocks.ts"; import "@lucid/chain"; import "@lucid/foundation";`],
  ["packages/core/src/node/z.ts", `import "../gateway/index.ts"; import "../sessions/index.ts";`],
  ["packages/core/src/gateway/z.ts", `import "../logins/index.ts"; import "../ground/index.ts";`],
  ["packages/core/src/sessions/y.test.ts", `import "../ground/testing/open.ts";`],
  ["packages/core/src/sessions/z.test.ts", `import "@lucid/testkit"; import "@lucid/chain/testing"; import "./blocks.ts";`],
  ["packages/core/src/sessions/n.test.ts", `import "@lucid/testkit/node";`],
  ["packages/core/src/network/z.ts", `import("@lucid/chain/network");`],
  ["packages/core/src/audit/z.ts", `import "@lucid/foundation/store"; import "@lucid/proof/canonical";`],
  ["packages/core/src/node-log/z.ts", `import "@lucid/foundation/store";`],
  ["apps/desktop/main/cli/s.ts", `import "@lucid/chain/signing";`],
  ["packages/pipeline/src/v.ts", `import "@lucid/proof/video";`],
  ["apps/desktop/test/app/n.ts", `import "@lucid/testkit/node";`],
  ["packages/foundation/src/clock.ts", `export const now = () => Date.now();`],
  [
    "packages/payments/src/z.ts",
    `import "@lucid/foundation"; import type { Contract } from "@lucid/contract"; export type Api = Contract;`,
  ],
  ["packages/tron-devnet/src/z.test.ts", `import "@lucid/foundation/testing"; import "tronweb";`],
  ["packages/payments/src/z.test.ts", `import "@lucid/tron-devnet"; import "@lucid/tron-devnet/testing"; import "tronweb";`],
  ["apps/desktop/main/cli/devnet/z.ts", `import "@lucid/tron-devnet"; import "@lucid/foundation";`],
  ["packages/testkit/src/z.ts", `import "@lucid/core"; import "@lucid/pipeline";`],
  [
    "apps/desktop/main/main.ts",
    `import "electron"; import "@lucid/core"; import "@lucid/payments"; import "../preload/port-message.ts";`,
  ],
  ["apps/desktop/main/cli/z.ts", `import "@lucid/core"; import "@lucid/identity"; console.log(process.env["HOME"]);`],
  [
    "apps/desktop/preload/z.ts",
    `import "electron"; import "./port-message.ts"; import type { Contract } from "@lucid/contract"; export type Api = Contract;`,
  ],
  [
    "apps/desktop/renderer/z.tsx",
    `import "@lucid/contract"; import "@lucid/proof"; import "@lucid/identity"; import "./windows/user/routes.tsx";`,
  ],
  ["apps/desktop/renderer/features/login/z.tsx", `import "../wallet/index.ts"; import "../../shared/api/api.ts";`],
  [
    "apps/desktop/renderer/features/login/z.test.tsx",
    `import "../wallet/testing/test-wallet.ts"; import "../../windows/user/testing/show-page.tsx"; import "node:fs";`,
  ],
  ["apps/desktop/renderer/windows/user/z.tsx", `import "../../features/wallet/index.ts"; import "../../shared/api/api.ts";`],
  ["apps/desktop/renderer/verify/y.tsx", `import "../features/wallet/index.ts"; import "../shared/api/api.ts";`],
  ["apps/desktop/renderer/shared/api/z.ts", `import "../../../preload/port-message.ts"; import "@lucid/contract";`],
  ["apps/desktop/renderer/verify/z.tsx", `import "../features/verify/verifier.worker.ts?worker&inline";`],
  ["apps/desktop/renderer/vite.config.ts", `import "node:path";`],
  ["apps/desktop/test/z.e2e.test.ts", `import "tronweb"; import "@lucid/core"; import "../main/cli/verify.ts";`],
  ["bench/z.ts", `import "tronweb"; import "@lucid/pipeline";`],
];

describe("the import table", () => {
  let folder: string;
  let rulesByFile: Map<string, Set<string>>;

  beforeAll(async () => {
    folder = await realpath(await mkdtemp(join(tmpdir(), "lucid-import-rules-")));
    rulesByFile = await lintFilesIn(folder, [
      ...targets.map((file) => [file, "export const target = 1;"] as const),
      ...refused,
      ...accepted,
    ]);
  });
  afterAll(() => rm(folder, { recursive: true }));

  it.each(refused)("refuses in %s: %s", (file, _line, rule) => {
    expect(rulesByFile.get(file)).toContain(rule);
  });

  it.each(accepted)("accepts in %s: %s", (file) => {
    expect([...(rulesByFile.get(file) ?? [])]).toEqual([]);
  });
});

describe("the engine and the money", () => {
  it("are apart: no file of the engine names payments or tronweb as a module", async () => {
    const module = /["'`](?:@lucid\/payments|tronweb)(?:\/[^"'`]*)?["'`]|packages\/payments/;
    const files = await Array.fromAsync(
      glob("packages/{foundation,chain,core,pipeline}/{package.json,tsconfig.json,src/**/*.ts}", { cwd: root }),
    );
    const texts = await Promise.all(files.map(async (file) => ({ file, text: await readFile(join(root, file), "utf8") })));
    expect(files.length).toBeGreaterThan(10);
    expect(texts.filter(({ text }) => module.test(text)).map(({ file }) => file)).toEqual([]);
  });
});

/** Runs the project's lint configuration over a tree of its own and says which rules each file broke. */
async function lintFilesIn(folder: string, files: readonly (readonly [file: string, text: string, ...rest: unknown[]])[]) {
  await copyFile(join(root, ".oxlintrc.json"), join(folder, ".oxlintrc.json"));
  await symlink(join(root, "node_modules"), join(folder, "node_modules"));
  for (const [file, text] of files) {
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await writeFile(join(folder, file), `${text}\n`);
  }
  const oxlint = join(root, "node_modules/.bin/oxlint");
  const { stdout } = await promisify(execFile)(oxlint, ["--format", "json"], { cwd: folder, maxBuffer: 1 << 26 }).catch(
    (failed: { stdout: string }) => failed,
  );
  const { diagnostics } = JSON.parse(stdout) as { diagnostics: { code: string; filename: string }[] };
  const broken = new Map<string, Set<string>>();
  for (const { filename, code } of diagnostics) broken.set(filename, (broken.get(filename) ?? new Set()).add(code));
  return broken;
}
