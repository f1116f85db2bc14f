import { writeFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FromPayments } from "@lucid/contract";
import { expect, it } from "vitest";
import { createPaymentsChild } from "./create-payments-child.ts";

/** Says the limits of its process, as the kernel has them, in the place of an error. */
const PROGRAM = `import { readFileSync } from "node:fs";
process.send({ type: "failed", call: 0, message: readFileSync("/proc/self/limits", "utf8") + process.argv0 + process.execArgv });
process.once("disconnect", () => process.exit(0));
process.once("message", () => process.exit(0));`;

it.each([
  ["writes no core dump", undefined, /Max core file size +0 +0 /],
  ["runs where the system has no prlimit", "/nowhere/prlimit", /Max open files/],
])("%s", async (_what, prlimit, expected) => {
  const folder = await mkdtemp(join(tmpdir(), "lucid-payments-child-"));
  try {
    const program = join(folder, "program.mjs");
    writeFileSync(program, PROGRAM);
    const { promise: heard, resolve } = Promise.withResolvers<FromPayments>();
    await using child = createPaymentsChild(program, prlimit).start(resolve);
    const said = await heard;
    expect(said).toMatchObject({ type: "failed", message: expect.stringMatching(expected) });
    expect(said).toMatchObject({ message: expect.stringContaining("--disable-sigusr1") });
    child.send({ type: "stop" });
    expect(await child.exited).toBe("ended with code 0");
  } finally {
    await rm(folder, { recursive: true });
  }
});
