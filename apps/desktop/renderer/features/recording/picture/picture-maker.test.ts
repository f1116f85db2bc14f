import { SessionId } from "@lucid/contract";
import { expect, it } from "vitest";
import { createPictureMaker } from "./picture-maker.ts";

const session = (number: number): SessionId =>
  SessionId.parse(`2f0c1c1e-52a5-4f4e-9d51-0000000000${String(number).padStart(2, "0")}`);
const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

function setUp() {
  const calls: { readonly id: string; readonly signal: AbortSignal; readonly end: PromiseWithResolvers<void> }[] = [];
  const maker = createPictureMaker({
    idle: () => Promise.resolve(),
    isPassing: (error) => error instanceof TypeError,
    async make(id, signal) {
      const end = Promise.withResolvers<void>();
      calls.push({ id, signal, end });
      signal.addEventListener("abort", () => end.reject(signal.reason as Error));
      await end.promise;
    },
  });
  return { maker, calls };
}

it("makes one picture at a time, and each once", async () => {
  const { maker, calls } = setUp();
  for (const number of [1, 2]) maker.want(session(number));
  await settle();
  expect(calls.map(({ id }) => id)).toEqual([session(1)]);
  calls[0]?.end.resolve();
  await settle();
  expect(calls.map(({ id }) => id)).toEqual([session(1), session(2)]);
  calls[1]?.end.resolve();
  await settle();
  maker.want(session(1));
  await settle();
  expect(calls).toHaveLength(2);
});

it("stops what nobody wants any more, goes on with the next, and makes it when it is wanted again", async () => {
  const { maker, calls } = setUp();
  const [leave, leaveToo] = [maker.want(session(1)), maker.want(session(1))];
  maker.want(session(2));
  await settle();
  leave();
  await settle();
  expect(calls[0]?.signal.aborted).toBe(false);
  leaveToo();
  await settle();
  expect(calls[0]?.signal.aborted).toBe(true);
  expect(calls.map(({ id }) => id)).toEqual([session(1), session(2)]);
  maker.want(session(1));
  calls[1]?.end.resolve();
  await settle();
  expect(calls.map(({ id }) => id)).toEqual([1, 2, 1].map((number) => session(number)));
  expect(maker.state.getState().failed.size).toBe(0);
});

it("tells what could not be made, and leaves it alone", async () => {
  const { maker, calls } = setUp();
  maker.want(session(1));
  maker.want(session(2));
  await settle();
  calls[0]?.end.reject(new Error("no frame"));
  await settle();
  expect(maker.state.getState().failed).toEqual(new Map([[session(1), new Error("no frame")]]));
  expect(calls).toHaveLength(2);
});

it("tries again what failed in passing when it is wanted another time, and not before", async () => {
  const { maker, calls } = setUp();
  const leave = maker.want(session(1));
  await settle();
  calls[0]?.end.reject(new TypeError("offline"));
  await settle();
  expect([calls.length, maker.state.getState().failed.size]).toEqual([1, 0]);
  leave();
  maker.want(session(1));
  await settle();
  expect(calls).toHaveLength(2);
});
