import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, describe, expect, it } from "vitest";

const run = promisify(execFile);
const MODEL = join(import.meta.dirname, "finality.pml");
/** The longest path has some hundred steps. */
const MAX_DEPTH = 5_000;
const MEMORY_MIB = 2_000;

const root = mkdtempSync(join(tmpdir(), "lucid-finality-"));
afterAll(() => rmSync(root, { recursive: true }));

/** What spin says of the model without these rules, after all of it, or up to the first contradiction. */
async function search(...without: readonly string[]): Promise<string> {
  const cwd = mkdtempSync(join(root, "model-"));
  await run("spin", ["-a", ...without.map((rule) => `-D${rule}`), MODEL], { cwd });
  await run("gcc", ["-O2", "-DSAFETY", `-DMEMLIM=${MEMORY_MIB}`, "-o", "search", "pan.c"], { cwd });
  const { stdout } = await run(join(cwd, "search"), ["-E", `-m${MAX_DEPTH}`], { cwd });
  return stdout;
}

describe("the model of votes, finality and handover", () => {
  it("has no two blocks of different branches final, whatever its voters do within their sign-state", async () => {
    const said = await search();
    expect(said).toContain("errors: 0");
    // Of a part of the states it would say so.
    expect(said).not.toMatch(/Search not completed|too small/);
    expect(Number(/(\d+) states, stored/.exec(said)?.[1])).toBeGreaterThan(1_000_000);
  });

  it.each(["HALF_IS_ENOUGH", "FINAL_WHEN_JUSTIFIED", "TWO_VOTES_FOR_A_HEIGHT", "SOURCE_MAY_FALL", "NEW_LIST_AT_ONCE"])(
    "has such blocks with %s",
    async (without) => {
      const said = await search(without);
      expect(said).toContain("assertion violated");
      expect(said).toContain("errors: 1");
    },
  );
});
