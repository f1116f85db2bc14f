import { AuditFilter } from "@lucid/contract";
import { expect, it } from "vitest";
import { filterOf, isNarrowed, readAuditAddress } from "./audit-address.ts";

const id = "0198c0de-1111-4111-8111-111111111111";

it("reads what the filters write", () => {
  const address = {
    q: "ada",
    type: "authentication",
    severity: "warning",
    status: "failure",
    action: "logins.login",
    person: id,
  };
  const more = { about: "TJRyWwFs9wTFGZg3JbrVriFbNfCug5tDeC", from: "2026-11-01", to: "2026-11-29", before: 7, entry: id };
  expect(readAuditAddress({ ...address, ...more })).toEqual({ ...address, ...more });
});

it("leaves out what means nothing", () => {
  const typed = {
    q: " ",
    type: "gossip",
    severity: 3,
    status: "lost",
    action: "a b",
    person: "ada",
    from: "2026-13-01",
    to: "soon",
    before: -1,
    entry: "x",
  };
  expect(readAuditAddress(typed)).toEqual({});
  expect(isNarrowed(readAuditAddress({ before: 9, entry: id }))).toBe(false);
});

it("asks the node for whole days, and for nothing that is not there", () => {
  const filter = filterOf({ q: " ada ", from: "2026-11-29", to: "2026-11-29", entry: id });
  expect(AuditFilter.parse(filter)).toEqual(filter);
  expect(Date.parse(filter["to"] ?? "") - Date.parse(filter["from"] ?? "")).toBe(86_399_999);
  expect(Object.keys(filter)).toEqual(["q", "from", "to"]);
});
