import { type AddressBook, emptyBook } from "@lucid/proof";
import { describe, expect, it } from "vitest";
import { readTexts, textsOf } from "./expectation.ts";

const node = "a1".repeat(32);
const book: AddressBook = {
  ...emptyBook,
  known: [{ kind: "node", key: node, name: "Office", added_at: "2026-11-29T03:40:00.000Z" }],
};

describe("what a reader types of a recording", () => {
  it("expects nothing where nothing stands", () => {
    expect(readTexts({ ...textsOf({}), owner: "  " }, book)).toEqual({ expectation: {}, wrong: [] });
  });

  it("may be a key with spaces around it, or a name of the address book", () => {
    expect(readTexts({ ...textsOf({}), node: ` ${node}\n` }, book)).toEqual({ expectation: { node }, wrong: [] });
    expect(readTexts({ ...textsOf({}), node: "Office" }, book)).toEqual({ expectation: { node }, wrong: [] });
  });

  it("is not read in part: each text that is no key is named", () => {
    expect(readTexts({ ...textsOf({ node }), session: "12", owner: "Jana" }, book)).toEqual({
      expectation: undefined,
      wrong: ["session", "owner"],
    });
  });
});
