import { ORPCError } from "@orpc/client";
import { expect, it } from "vitest";
import { proofAsked, proveOnce } from "./fresh-factor.ts";

const needed = () => new ORPCError("LUCID_ERR_2016", { status: 403 });

function callThat(...outcomes: readonly (Error | string)[]) {
  const left = [...outcomes];
  return {
    left,
    async next() {
      const outcome = left.shift();
      if (outcome instanceof Error) throw outcome;
      return outcome;
    },
  };
}

const asked = () =>
  new Promise<void>((resolve) => {
    if (proofAsked.getState().now) return resolve();
    const stop = proofAsked.subscribe(({ now }) => {
      if (!now) return;
      stop();
      resolve();
    });
  });

async function answerWith(isProven: boolean): Promise<void> {
  await asked();
  proofAsked.getState().now?.answer(isProven);
}

it("asks for one proof, however many calls need it, and repeats each of them", async () => {
  const calls = [callThat(needed(), "one"), callThat(needed(), "two")].map(proveOnce);
  await answerWith(true);
  expect(await Promise.all(calls)).toEqual(["one", "two"]);
  expect(proofAsked.getState().now).toBeUndefined();
});

it("repeats a call once only", async () => {
  const call = callThat(needed(), needed(), "never");
  const proven = proveOnce(call);
  await answerWith(true);
  await expect(proven).rejects.toMatchObject({ code: "LUCID_ERR_2016" });
  expect(call.left).toEqual(["never"]);
});

it("passes the refusal on to whoever would rather not", async () => {
  const proven = proveOnce(callThat(needed(), "never"));
  await answerWith(false);
  await expect(proven).rejects.toMatchObject({ code: "LUCID_ERR_2016" });
});

it("leaves every other refusal alone", async () => {
  await expect(proveOnce(callThat(new ORPCError("LUCID_ERR_2004", { status: 403 })))).rejects.toMatchObject({
    code: "LUCID_ERR_2004",
  });
  expect(proofAsked.getState().now).toBeUndefined();
});
