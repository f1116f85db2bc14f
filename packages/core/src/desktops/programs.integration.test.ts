import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import type { DesktopEvent } from "./desktop.ts";
import { scripted } from "./testing/desktop-samples.ts";
import { openTestNode, type TestNode } from "./testing/open-test-desktop.ts";
import { inTerminal, LISTENER, untilListening } from "./testing/terminal.ts";
import { viewDesktop } from "./testing/view-desktop.ts";
import { connectX } from "./x/testing/x-client.ts";
import { xMessages } from "./x/testing/x-messages.ts";
import { COOKIE_BYTES } from "./x/x-authority.ts";

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

  // A window that covers the screen past the manager, whose list a program then takes away: nothing that is there is closed by that.
  using program = await connectX(desktop.appSocket, (await readFile(desktop.xauthority)).subarray(-COOKIE_BYTES));
  const { internAtom, request, u16, u32 } = xMessages("l");
  const [window, title] = [program.base + 1, "past the manager"];
  const [size, unmanaged] = [[0, 0, 800, 600, 0, 1].map(u16), [0, 0x200, 1].map(u32)];
  await program.write(request(1, 0, Buffer.concat([u32(window), u32(program.root), ...size, ...unmanaged])));
  await program.write(request(18, 0, Buffer.concat([...[window, 39, 31, 8, title.length].map(u32), Buffer.from(title)])));
  await program.write(Buffer.concat([request(8, 0, u32(window)), internAtom("_NET_CLIENT_LIST", true)]));
  const list = (await program.next()).bytes.subarray(8, 12);
  await vi.waitFor(() => expect(find("window-opened").at(-1)).toMatchObject({ window, title }), PATIENT);
  await program.write(Buffer.concat([request(19, 0, Buffer.concat([u32(program.root), list])), request(10, 0, u32(window))]));
  await vi.waitFor(() => expect(find("window-closed").at(-1)).toMatchObject({ window }), PATIENT);
  expect(find("window-closed").map((event) => event.window)).toEqual([first?.window, window]);
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
