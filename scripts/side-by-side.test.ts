import { expect, it } from "vitest";
import { type Outcome, sideBySide } from "./side-by-side.ts";

/** Commands that end when the test says so. */
function openDesk() {
  const begun = new Map<string, (outcome: Outcome) => void>();
  const printed: string[] = [];
  return {
    begun: () => [...begun.keys()],
    printed,
    run: (command: string) => new Promise<Outcome>((resolve) => begun.set(command, resolve)),
    print: (output: string) => void printed.push(output),
    async end(command: string, isGood = true): Promise<void> {
      begun.get(command)?.({ isGood, output: `${command} says so` });
      await new Promise(setImmediate);
    },
  };
}

it("runs lines beside one another and the commands of a line in turn, and prints what each says when it is over", async () => {
  const { run, print, begun, end, printed } = openDesk();
  const all = sideBySide([["long"], ["one", "two"]], run, print);
  expect(begun()).toEqual(["long", "one"]);
  await end("one");
  expect(begun()).toEqual(["long", "one", "two"]);
  await end("two");
  await end("long");
  expect(await all).toBe(true);
  expect(printed).toEqual(["one says so", "two says so", "long says so"]);
});

it("leaves out what follows a command that failed, hears the other line to its end, and is not good then", async () => {
  const { run, print, begun, end, printed } = openDesk();
  const all = sideBySide([["long"], ["one", "two"]], run, print);
  await end("one", false);
  await end("long");
  expect(await all).toBe(false);
  expect(begun()).toEqual(["long", "one"]);
  expect(printed).toEqual(["one says so", "long says so"]);
});

it("is not good where the only command failed", async () => {
  const { run, print, end } = openDesk();
  const all = sideBySide([["long"]], run, print);
  await end("long", false);
  expect(await all).toBe(false);
});
