import { expect, it } from "vitest";
import { readListAddress } from "./list-address.ts";

it.each([
  [{}, {}],
  [
    { q: "patch", state: "completed", sort: "name", order: "asc", page: "3" },
    { q: "patch", state: "completed", sort: "name", order: "asc", page: 3 },
  ],
  [
    { q: 12, state: "live", page: 2 },
    { q: "12", state: "live", page: 2 },
  ],
  [{ q: "", state: "nonsense", sort: "created_at", order: "desc", page: "1" }, {}],
  [{ sort: "password", page: "1e99" }, {}],
])("reads %j", (search, address) => {
  expect(readListAddress(search)).toEqual(address);
});
