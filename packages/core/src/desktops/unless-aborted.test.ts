import { expect, it } from "vitest";
import { unlessAborted } from "./unless-aborted.ts";

const never = new Promise<string>(() => undefined);

it("gives what the work gives, also an error", async () => {
  const { signal } = new AbortController();
  expect(await unlessAborted(signal, Promise.resolve("ready"))).toBe("ready");
  await expect(unlessAborted(signal, Promise.reject(new Error("the display is gone")))).rejects.toThrow("the display is gone");
});

it("waits no longer once the signal is aborted, whatever the work does later", async () => {
  const aborting = new AbortController();
  const late = Promise.withResolvers<string>();
  const waiting = Promise.all(
    [never, late.promise].map((work) => expect(unlessAborted(aborting.signal, work)).rejects.toThrow("not wanted")),
  );
  aborting.abort(new Error("not wanted"));
  await waiting;
  late.reject(new Error("the display is gone"));
  await expect(unlessAborted(aborting.signal, never)).rejects.toThrow("not wanted");
});
