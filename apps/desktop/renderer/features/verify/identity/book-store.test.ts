import { describe, expect, it } from "vitest";
import { type BookStore, createBookStore } from "./book-store.ts";

const KEY = "a".repeat(64);

function browser(kept = new Map<string, string>()) {
  const elsewhere: (() => void)[] = [];
  const storage = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, text: string) => void kept.set(key, text),
  };
  const openTab = (): BookStore =>
    createBookStore(
      () => storage,
      (read) => elsewhere.push(read),
    );
  return { kept, openTab, tell: () => elsewhere.forEach((read) => read()) };
}

describe("the address book of a browser", () => {
  it("is the same in every tab, and after a reload", () => {
    const { openTab, tell } = browser();
    const [one, other] = [openTab(), openTab()];
    one.remember({ kind: "node", key: KEY, name: "Office" });
    tell();
    expect(other.state.getState()).toMatchObject({ keeping: "kept", book: { known: [{ key: KEY, name: "Office" }] } });
    other.forget({ kind: "node", key: KEY });
    expect(openTab().state.getState().book.known).toEqual([]);
  });

  it("loses nothing that another tab keeps before this one is told of it", () => {
    const { openTab } = browser();
    const [one, other] = [openTab(), openTab()];
    one.remember({ kind: "node", key: KEY, name: "Office" });
    other.remember({ kind: "node", key: "b".repeat(64), name: "Home" });
    expect(
      openTab()
        .state.getState()
        .book.known.map(({ name }) => name),
    ).toEqual(["Office", "Home"]);
  });

  it("takes over another book, but for what contradicts it", () => {
    const store = browser().openTab();
    store.remember({ kind: "node", key: KEY, name: "Office" });
    const [mine] = store.state.getState().book.known;
    if (!mine) throw new Error("Nothing was remembered");
    const [home, evil] = [
      { ...mine, key: "b".repeat(64), name: "Home" },
      { ...mine, name: "Evil" },
    ];
    const merged = store.merge({ ...store.state.getState().book, known: [home, evil] });
    expect(merged).toMatchObject({ added: [home], conflicts: [{ problem: "named-otherwise", entry: evil }] });
    expect(store.state.getState().book.known).toEqual([mine, home]);
  });

  it("works until the page is closed where the browser keeps nothing, and says so", () => {
    const store = createBookStore(
      () => {
        throw new DOMException("Access is denied for this document.", "SecurityError");
      },
      () => undefined,
    );
    expect(store.remember({ kind: "node", key: KEY, name: "Office" }).ok).toBe(true);
    expect(store.state.getState()).toMatchObject({ keeping: "absent", book: { known: [{ name: "Office" }] } });
  });

  it("says so as well when there is no more room", () => {
    const full = {
      getItem: () => null,
      setItem: () => {
        throw new DOMException("full", "QuotaExceededError");
      },
    };
    const store = createBookStore(
      () => full,
      () => undefined,
    );
    store.remember({ kind: "node", key: KEY, name: "Office" });
    expect(store.state.getState().keeping).toBe("absent");
  });

  it.each(["not JSON", '{"format":"lucid-known","version":2,"known":[]}'])("leaves what it cannot read alone: %s", (text) => {
    const { kept, openTab } = browser(new Map([["lucid.known", text]]));
    const store = openTab();
    expect(store.state.getState().keeping).toBe("unreadable");
    store.remember({ kind: "node", key: KEY, name: "Office" });
    expect(kept.get("lucid.known")).toBe(text);
    expect(store.state.getState().book.known).toHaveLength(1);
  });
});
