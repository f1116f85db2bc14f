import { expect, it } from "vitest";
import { addressOf, openTestDevnet } from "../testing/with-devnet.ts";

it("shows blocks and accounts, gives coins, and follows them from the head to the solidified state", async () => {
  await using net = await openTestDevnet();
  const page = async (path: string, init: RequestInit = {}) => {
    const answer = await fetch(`${net.devnet.url}${path}`, init);
    return { answer, text: await answer.text() };
  };
  const wallet = await net.wallet();
  const body = new URLSearchParams({ address: addressOf(wallet), trx: "12", usdt: "3456" });
  const { answer, text: account } = await page("/", { method: "POST", body });
  expect(new URL(answer.url).search).toBe(`?account=${addressOf(wallet)}`);
  expect(account).toContain("12 (solidified: 0)");
  expect(account).toContain("3\u202f456 (solidified: 0)");
  await net.settle();
  expect((await page(`/?account=${addressOf(wallet)}`)).text).toContain("12 (solidified: 12)");
  const { text: list, answer: first } = await page("/");
  expect(first.headers.get("content-security-policy")).toContain("default-src 'none'");
  expect(list).toContain("Its coins are worth nothing.");
  expect(list).toContain(addressOf(wallet));
  expect(list).toContain(net.devnet.chain.head().id);
  const { text: block } = await page("/?block=2");
  expect(block).toContain("TransferContract");
  expect(block).toContain(`12 TRX to ${addressOf(wallet)}`);
  expect(block).toContain(`3\u202f456 USDT to ${addressOf(wallet)}`);
});

it("says what is wrong with what it was given, and escapes it", async () => {
  await using net = await openTestDevnet();
  const body = new URLSearchParams({ address: "<script>", trx: "1" });
  const answer = await fetch(net.devnet.url, { method: "POST", body });
  expect(answer.status).toBe(400);
  expect(await answer.text()).toContain("That is no TRON address.");
  const named = await (await fetch(`${net.devnet.url}/?account=%22%3E%3Cb%3E`)).text();
  expect(named).toContain("There is no such account");
  expect(named).not.toContain("<b>");
});
