import { expect, it } from "vitest";
import { createLoginStreams } from "./login-streams.ts";

it("ends everything of one login once, and nothing of another", () => {
  const streams = createLoginStreams();
  const ended: string[] = [];
  const track = (login: string | undefined, name: string) => streams.track(login, () => ended.push(name));
  track("one", "a");
  const closed = track("one", "b");
  track("one", "c");
  track("two", "d");
  track(undefined, "e");
  closed[Symbol.dispose]();
  streams.endLogin("one");
  streams.endLogin("one");
  expect(ended).toEqual(["a", "c"]);
  closed[Symbol.dispose]();
  streams.endLogin("two");
  expect(ended).toEqual(["a", "c", "d"]);
});
