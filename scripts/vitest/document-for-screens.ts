import { builtinEnvironments } from "vitest/runtime";

await builtinEnvironments["happy-dom"].setup(globalThis, {});
// Only now: it looks for the document when it is loaded.
const { configure } = await import("@testing-library/react");
// What a screen is to show comes when it comes: only the time limit of the test itself ends the wait.
configure({ asyncUtilTimeout: 45_000 });
// A field that grows with its text listens for fonts that have come; none comes here.
Object.defineProperty(document, "fonts", { value: new EventTarget() });
