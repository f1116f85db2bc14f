import { expect, it } from "vitest";
import { createRegistry } from "./create-registry.ts";

it("a registry holds the figures of the process", async () => {
  expect(await createRegistry().metrics()).toContain("process_resident_memory_bytes");
});
