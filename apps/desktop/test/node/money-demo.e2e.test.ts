import { expect, it } from "vitest";
import type { MoneyReport } from "../../main/cli/demo/run-money.ts";
import { runLucid } from "./test-node.ts";

it("sells by invoice, pays an operator and proves it offline, with no network", { timeout: 600_000 }, async () => {
  const { code, stdout, stderr } = await runLucid(["demo", "--money", "--json"]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: expect.not.stringContaining("failed") });
  const report: MoneyReport = JSON.parse(stdout);
  // Four fifths of 20 USDT, less the fee.
  expect(report).toMatchObject({ ok: true, invoice: { price: "20000000" }, payout: { sent: "15900000", fee: "100000" } });
  expect(BigInt(report.invoice.received)).toBeGreaterThan(20_000_000n);
  expect(report.payout.proof_bytes).toBeLessThanOrEqual(4_096);
  expect(report.steps.map(({ step }) => step)).toEqual(
    expect.arrayContaining(["verify it offline, in a process of its own", "claim a larger payout and verify again"]),
  );
});
