import { SessionId } from "@lucid/contract";
import { expect, it } from "vitest";
import { sessionOfLink, verifyLink } from "./verify-link.ts";

const id = SessionId.parse("0b7f3c5e-93a4-4c55-9d0e-6d1f2a3b4c5d");

it("names a session in a link, and finds it there again", () => {
  const link = new URL(verifyLink("https://node.example", id));
  expect(link.pathname).toBe("/verify");
  expect(link.search).toBe("");
  expect(sessionOfLink(link.hash)).toBe(id);
  expect(sessionOfLink(link.hash.slice(1))).toBe(id);
});

it.each(["", "#", "session", "session=", "session=../../sessions", `session=${id}&session=${id}`, `other=${id}`])(
  "finds none in %s",
  (hash) => {
    expect(sessionOfLink(hash)).toBeUndefined();
  },
);
