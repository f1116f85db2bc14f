import { randomInt } from "node:crypto";
import { expect, it } from "vitest";
import { runInvoices } from "../testing/simulation/run-invoices.ts";

const SCHEDULES = 8;

it.each(["1", String(randomInt(1_000_000_000))])(
  "takes each transfer in once, and sends it back once at most, whatever dies, fails, lies, forks or is repeated: seed %s",
  async (seed) => {
    const { violations, invoices, paid, receipts, refunds, crashes, forks } = await runInvoices(seed, SCHEDULES);
    expect({ seed, violations }).toEqual({ seed, violations: [] });
    expect({ invoices, paid, receipts, refunds, crashes, forks }).toSatisfy(
      () => paid > 0 && receipts > invoices / 4 && refunds > 0 && crashes > 0,
    );
  },
);
