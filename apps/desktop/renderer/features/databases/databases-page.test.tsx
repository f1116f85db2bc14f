import { contract } from "@lucid/contract";
import { implement } from "@orpc/server";
import { cleanup, fireEvent, screen, within } from "@testing-library/react";
import { afterEach, expect, it } from "vitest";
import { sampleAccount } from "../../shared/testing/sample-account.ts";
import { showPage } from "../../windows/user/testing/show-page.tsx";

afterEach(cleanup);

const os = implement(contract).database;
const superAdmin = { ...sampleAccount, permissions: [...sampleAccount.permissions, "manage_system_config"] } as const;
const MiB = 1_048_576;

const show = (cache: { kind: "embedded" | "redis"; ok: boolean; detail: string }) =>
  showPage(
    "/admin/databases",
    {
      database: {
        health: os.health.handler(() => ({
          databases: [
            { database: "node.db", ok: true, detail: "can be read" },
            { database: "chain.db", ok: false, detail: "file is not a database" },
          ],
          cache,
        })),
        volumes: os.volumes.handler(() => ({
          recordings_bytes: 5 * MiB,
          databases: [
            { database: "node.db", bytes: 2 * MiB },
            { database: "chain.db", bytes: MiB },
          ],
          free_bytes: 10 * MiB,
          total_bytes: 20 * MiB,
          backups: { free_bytes: MiB, total_bytes: 20 * MiB, same_disk: true },
        })),
        check: os.check.handler(({ input }) => ({ database: input.database, faults: ["row 3 missing from index by_words"] })),
        checkpoint: os.checkpoint.handler(({ input }) => ({
          database: input.database,
          done: false,
          wal_bytes_before: MiB,
          wal_bytes_after: MiB,
        })),
      },
    },
    { ...superAdmin, permissions: [...superAdmin.permissions] },
  );

it("says which database cannot be read, what a check found, and what could not be written", async () => {
  show({ kind: "embedded", ok: true, detail: "in this node alone" });
  const chain = await screen.findByRole("region", { name: "chain.db" });
  expect(within(chain).getByText("cannot be read")).toBeDefined();
  expect(within(chain).getByText("file is not a database")).toBeDefined();
  const node = screen.getByRole("region", { name: "node.db" });
  expect(within(node).getByText("can be read")).toBeDefined();
  fireEvent.click(within(node).getByRole("button", { name: "Check every page: node.db" }));
  expect(await within(node).findByText("row 3 missing from index by_words")).toBeDefined();
  expect(within(node).getByText(/^It is damaged/)).toBeDefined();
  fireEvent.click(within(node).getByRole("button", { name: "Write its log into it: node.db" }));
  expect(await within(node).findByText(/^Written as far as could be/)).toBeDefined();
  expect(screen.getByText(/^On the disk of the databases/)).toBeDefined();
  expect(screen.getByText("counted by this node alone")).toBeDefined();
});

it("says that the shared store is away", async () => {
  show({ kind: "redis", ok: false, detail: "no answer for 4 s" });
  expect(await screen.findByText("away")).toBeDefined();
  expect(screen.getByText("no answer for 4 s")).toBeDefined();
});
