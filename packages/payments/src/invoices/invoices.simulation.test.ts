import { randomInt } from "node:crypto";
import { expect, it } from "vitest";
import { runInvoices } from "../testing/simulation/run-invoices.ts";

const SCHEDULES = 8;

it.each(["1", String(randomInt(1_000_000_000))])(
  "takes each transfer in once, whatever dies, fails, lies, forks or is repeated: seed %s",
  async (seed) => {
    const { violations, invoices, paid, receipts, crashes, forks } = await runInvoices(seed, SCHEDULES);
    expect({ seed, violations }).toEqual({ seed, violations: [] });
    expect({ invoices, paid, receipts, crashes, forks }).toSatisfy(() => paid > 0 && receipts > invoices / 4 && crashes > 0);
  },
);
