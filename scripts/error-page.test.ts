import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { errorPage } from "./error-page.ts";

it("keeps the page of errors as the catalogues in the code say", () => {
  expect(readFileSync(new URL("../docs/errors.md", import.meta.url), "utf8")).toBe(errorPage());
});

it("gives no two errors the same code", () => {
  const codes = [...errorPage().matchAll(/`(LUCID_[A-Z_]*ERR_\d{4})`/g)].map(([, code]) => code);
  expect(codes.length).toBeGreaterThan(40);
  expect(new Set(codes).size).toBe(codes.length);
});
