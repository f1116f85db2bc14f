import { expect, it } from "vitest";
import { knownHoles } from "./known-holes.ts";

it.each([
  ["Xvnc TigerVNC 1.12.0 - built 2023-01-06 16:01", "built 2023-01-06"],
  ["Xvnc TigerVNC 1.15.0 - built 2025-10-27 09:00", "built 2025-10-27"],
  ["Xvnc TigerVNC 1.12.0", "security fixes"],
])("knows what %s lacks", (version, said) => expect(knownHoles(version)).toContain(said));

it.each([
  "Xvnc TigerVNC 1.12.0 - built 2025-11-02 10:00",
  "Xvnc TigerVNC 1.15.0 - built 2026-01-02 10:00",
  "Xvnc TigerVNC 1.16.0",
  "Xvnc something else",
  "",
])("has nothing to say of %s", (version) => expect(knownHoles(version)).toBeUndefined());
