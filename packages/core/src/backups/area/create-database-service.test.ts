import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { openTestGround } from "../../ground/testing/open-test-ground.ts";
import { testCaller } from "../../sessions/testing/test-caller.ts";
import { startInThreadJobs } from "../job/start-jobs.ts";
import { createDatabaseService } from "./create-database-service.ts";

it("says which database cannot be read, and that the shared store is away", async () => {
  await using ground = await openTestGround();
  const data = ground.folder.path;
  writeFileSync(join(data, "chain.db"), "no database at all ".repeat(100));
  const service = createDatabaseService({
    data,
    startJobs: () => startInThreadJobs(ground),
    store: { usage: () => expect.fail("nobody asks for sizes") },
    settings: { backup_folder: "" },
    sharedStore: () => Promise.resolve({ ok: false, detail: "away since noon" }),
  });
  const { databases, cache } = await service.health(undefined, testCaller("somebody", ["manage_system_config"]));
  expect(databases).toContainEqual({ database: "node.db", ok: true, detail: "can be read" });
  expect(databases).toContainEqual({ database: "chain.db", ok: false, detail: "file is not a database" });
  expect(databases).toContainEqual({ database: "audit.db", ok: false, detail: "unable to open database file" });
  expect(cache).toEqual({ kind: "redis", ok: false, detail: "away since noon" });
});
