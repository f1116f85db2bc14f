import { expect } from "vitest";
import { builtinEnvironments } from "vitest/runtime";

// A test of a screen (*.test.tsx) gets a document; every other unit test stays a plain Node test.
if (expect.getState().testPath?.endsWith(".test.tsx") && !("document" in globalThis)) {
  await builtinEnvironments["happy-dom"].setup(globalThis, {});
  const { configure } = await import("@testing-library/react");
  // What a screen is to show comes when it comes: only the time limit of the test itself ends the wait.
  configure({ asyncUtilTimeout: 15_000 });
}
