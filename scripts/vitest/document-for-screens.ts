import { afterAll, vi } from "vitest";
import { builtinEnvironments } from "vitest/runtime";

// A worker runs one file after the other. What packages loaded is loaded once; of our own modules each file has its own, with nothing in them.
vi.resetModules();

// What packages found when they were loaded stays: the document too, which each file leaves as it found it.
if (!("document" in globalThis)) {
  await builtinEnvironments["happy-dom"].setup(globalThis, {});
  // A field that grows with its text listens for fonts that have come; none comes here.
  Object.defineProperty(document, "fonts", { value: new EventTarget() });
}
const { happyDOM } = window as unknown as { readonly happyDOM: { setURL(url: string): void } };
const address = location.href;

// Only now: it looks for the document when it is loaded.
const { cleanup, configure } = await import("@testing-library/react");
// What a screen is to show comes when it comes: only the time limit of the test itself ends the wait.
configure({ asyncUtilTimeout: 45_000 });

afterAll(() => {
  cleanup();
  document.head.replaceChildren();
  document.body.replaceChildren();
  for (const element of [document.documentElement, document.body]) {
    for (const name of element.getAttributeNames()) element.removeAttribute(name);
  }
  for (const storage of [localStorage, sessionStorage]) storage.clear();
  // One that was saved as a file has led to its blob, from where the history leads nowhere.
  happyDOM.setURL(address);
});
