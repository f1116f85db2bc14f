import { afterAll, beforeAll, expect, it, vi } from "vitest";
import type { DesktopEvent } from "./desktop.ts";
import { scripted } from "./testing/desktop-samples.ts";
import { openTestNode, type TestNode } from "./testing/open-test-desktop.ts";
import { inTerminal, LISTENER, untilListening } from "./testing/terminal.ts";
import { viewDesktop } from "./testing/view-desktop.ts";

const PATIENT = { timeout: 30_000, interval: 100 };

let node: TestNode;
beforeAll(async () => {
  node = await openTestNode();
});
afterAll(() => node[Symbol.asyncDispose]());

/** Two windows one after the other; the first one changes its title when it reads `t`, and ends when it reads `e`. */
const WINDOWS = `xterm -T first -e sh -c 'until [ "$x" = t ]; do read -r x; done
printf "\\033]2;sécond\\007"; until [ "$x" = e ]; do read -r x; done'
xterm -T other -e sleep 60`;

it("tells windows with their titles and focus, and which programs run, from the first on", async () => {
  await using opened = await node.start({ template: scripted(WINDOWS), tellPrograms: true });
  const { desktop, events } = opened;
  using viewer = await viewDesktop(desktop);
  const find = <Type extends DesktopEvent["type"]>(type: Type): Extract<DesktopEvent, { type: Type }>[] =>
    events.filter((event): event is Extract<DesktopEvent, { type: Type }> => event.type === type);

  const typeUntil = (text: string, isDone: () => void): Promise<void> =>
    vi.waitFor(() => {
      viewer.type(`${text}\n`);
      isDone();
    }, PATIENT);
  await vi.waitFor(() => expect(find("window-opened")).toHaveLength(1), PATIENT);
  // Whoever types changes its title, and with the focus the title of then is told.
  await vi.waitFor(() => expect(find("window-focused").at(-1)).toMatchObject({ title: "first" }), PATIENT);
  await typeUntil("t", () => expect(find("window-titled")).toHaveLength(1));
  await vi.waitFor(() => expect(find("program-started").map(({ name }) => name)).toContain("xterm"), PATIENT);
  await typeUntil("e", () => expect(find("window-closed")).toHaveLength(1));
  await vi.waitFor(() => expect(find("window-opened")).toHaveLength(2), PATIENT);
  expect(find("window-opened")).toMatchObject([
    { title: "first", application: "XTerm" },
    { title: "other", application: "XTerm" },
  ]);
  const [first, other] = find("window-opened");
  expect(find("window-titled")).toMatchObject([{ window: first?.window, title: "sécond" }]);
  expect(find("window-closed")).toMatchObject([{ window: first?.window }]);
  // The second window may have the number of the first.
  await vi.waitFor(() => expect(find("window-focused").at(-1)).toMatchObject({ window: other?.window, title: "other" }), PATIENT);
  expect(find("window-focused").map(({ title }) => title)).toEqual(expect.arrayContaining(["first", "other"]));

  await vi.waitFor(
    () => expect(find("program-started").map(({ name }) => name)).toEqual(expect.arrayContaining(["openbox", "xterm", "sleep"])),
    PATIENT,
  );
  await vi.waitFor(() => expect(find("program-ended").map(({ name }) => name)).toContain("xterm"), PATIENT);
  // Titles are for the record, not for the log.
  expect(node.log()).toContain("client-connected");
  expect(node.log()).not.toContain("sécond");
});

it("tells nothing of them unless it was asked to", async () => {
  await using opened = await node.start({ template: scripted(inTerminal(LISTENER)) });
  const { desktop, events } = opened;
  using viewer = await viewDesktop(desktop);
  await untilListening(viewer, node.lines);
  expect(events.map(({ type }) => type)).toContain("key");
  expect(events.filter(({ type }) => type.startsWith("window-") || type.startsWith("program-"))).toEqual([]);
});
