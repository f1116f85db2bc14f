import { readVerifyLink } from "@lucid/proof";
import { expect, it } from "vitest";
import { fileLink, verifyLink } from "./verify-link.ts";

const session = "0b7f3c5e-93a4-4c55-9d0e-6d1f2a3b4c5d";
const expectation = { session, node: "a1".repeat(32), owner: "TJRabPrwbZy45sbavfcjinPJC18kjpRTv8", network: "b2".repeat(32) };

it("names a session in a link, behind the sign that no server sees", () => {
  const link = verifyLink("https://node.example", session);
  expect(new URL(link)).toMatchObject({ pathname: "/verify", search: "" });
  expect(readVerifyLink(link)).toEqual({ ok: true, expectation: { session } });
});

it("says in the link that goes with a file all that the recording must be", () => {
  const link = fileLink("https://node.example", expectation);
  expect(new URL(link)).toMatchObject({ pathname: "/verify.html", search: "" });
  expect(readVerifyLink(link)).toEqual({ ok: true, expectation });
});
