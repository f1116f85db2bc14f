import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";

import { OPEN_POLICY, scripted } from "./testing/desktop-samples.ts";
import { openTestNode, type TestNode } from "./testing/open-test-desktop.ts";
import { F5, heard, inTerminal, LISTENER, setClipboard, untilListening } from "./testing/terminal.ts";
import { viewDesktop, viewRaw } from "./testing/view-desktop.ts";

const PATIENT = { timeout: 40_000, interval: 100 };

/** Pixel formats of clients with few colours (RFC 6143 7.4). */
const BITS_16 = "10100001001f003f001f0b0500000000";
const BITS_8 = "08080001000700070003000306000000";

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

let node: TestNode;
beforeAll(async () => {
  node = await openTestNode();
});
afterAll(() => node[Symbol.asyncDispose]());

/** Lines that came since now. */
function since(): () => readonly string[] {
  const from = node.lines().length;
  return () => node.lines().slice(from);
}

describe("input", () => {
  it("is frozen for every client at once, and programs in the desktop cannot thaw it", async () => {
    const lines = since();
    const thaw = `(while sleep 0.2; do for p in AcceptKeyEvents AcceptPointerEvents SendCutText; do vncconfig -set $p=1; done; done) > /dev/null 2>&1 &`;
    await using opened = await node.start({ template: scripted(inTerminal(LISTENER, thaw)) });
    const { desktop, events } = opened;
    using viewer = await viewDesktop(desktop);
    using second = await viewDesktop(desktop);
    await untilListening(viewer, lines);
    viewer.type("before\n");
    await vi.waitFor(() => expect(heard(lines())).toEqual(["before"]), PATIENT);

    desktop.setInputEnabled(false);
    viewer.type("frozen\n");
    second.type("frozen too\n");
    // The answer comes after everything that this client sent before.
    for (const client of [viewer, second]) expect((await client.screen()).length).toBe(4 * 800 * 600);
    desktop.setInputEnabled(true);
    viewer.type("after\n");
    await vi.waitFor(() => expect(heard(lines())).toContain("after"), PATIENT);
    expect(heard(lines())).toEqual(["before", "after"]);
    expect(events.filter(({ type }) => type === "input-changed")).toMatchObject([{ enabled: false }, { enabled: true }]);
  });

  it("is refused from a keyboard that the policy closes, while the mouse works", async () => {
    const lines = since();
    const mouse = `printf '\\e[?1000h'; stty -echo -icanon; while IFS= read -rs -n1 c; do printf '%s' "$c" | od -An -c | sed 's/^ */BYTE /' >> /tmp/out; done`;
    await using opened = await node.start({ template: scripted(inTerminal(mouse)), policy: { ...OPEN_POLICY, keyboard: false } });
    const { desktop } = opened;
    using viewer = await viewDesktop(desktop);
    const clicks = (): number => lines().filter((line) => line === "BYTE M").length;
    const clickUntil = async (count: number): Promise<void> => {
      await vi.waitFor(() => {
        for (const buttons of [0, 1, 0]) viewer.pointer(100, 100, buttons);
        expect(clicks()).toBeGreaterThanOrEqual(count);
      }, PATIENT);
    };
    // A click gives the terminal the focus, so that it would hear what is typed.
    await clickUntil(1);
    viewer.type("typed");
    await viewer.screen();
    await clickUntil(clicks() + 5);
    expect(lines()).not.toContain("BYTE y");
    // Whose session it is hears of each key, and of no character.
    const refused = opened.events.filter(({ type }) => type === "input-refused");
    expect(refused).toEqual(Array.from("typed", () => ({ ...refused[0], action: "type", atMs: expect.any(Number) })));
  });

  it("of a viewer with a ticket needs no password, and is refused where it may only look", async () => {
    const lines = since();
    await using opened = await node.start({ template: scripted(inTerminal(LISTENER)) });
    const { desktop } = opened;
    using writer = await viewDesktop(desktop);
    using guest = await viewDesktop(desktop, true);
    await untilListening(writer, lines);
    expect(desktop.clients().map(({ address }) => address)).toEqual(["192.0.2.7", "192.0.2.7"]);
    guest.type("smuggled\n");
    expect((await guest.screen()).length).toBe(4 * 800 * 600);
    writer.type("allowed\n");
    await vi.waitFor(() => expect(heard(lines())).toContain("allowed"), PATIENT);
    expect(heard(lines())).toEqual(["allowed"]);
    // Whoever may only look tries nothing.
    expect(opened.events.filter(({ type }) => type === "input-refused")).toEqual([]);
  });
});

describe("the clipboard of a viewer", () => {
  const DIRECTIONS = [
    { hostToRemote: false, remoteToHost: false },
    { hostToRemote: true, remoteToHost: false },
    { hostToRemote: false, remoteToHost: true },
    { hostToRemote: true, remoteToHost: true },
  ];

  it.each(DIRECTIONS)("carries text into the desktop only where the policy says so: %o", async (clipboard) => {
    const lines = since();
    await using opened = await node.start({ template: scripted(inTerminal(LISTENER)), policy: { ...OPEN_POLICY, clipboard } });
    const { desktop } = opened;
    using viewer = await viewDesktop(desktop);
    await untilListening(viewer, lines);
    viewer.cutText("from the person");
    const refused = clipboard.hostToRemote ? null : "policy";
    const told = expect.objectContaining({ type: "clipboard-in", clientId: 1, bytes: 15, refused });
    await vi.waitFor(() => expect(opened.events).toContainEqual(told), PATIENT);
    // What is pasted comes before or after the Return that follows, and is heard with one of the next.
    await vi.waitFor(() => {
      viewer.key(F5);
      viewer.type("\n");
      expect(lines().filter((line) => line.startsWith("GOT")).length).toBeGreaterThan(10);
      if (clipboard.hostToRemote) expect(heard(lines())).not.toEqual([]);
    }, PATIENT);
    for (const line of heard(lines())) expect(line).toMatch(/^(from the person)+$/);
    expect(heard(lines()).length > 0).toBe(clipboard.hostToRemote);
  });

  it.each(DIRECTIONS)("carries text out of the desktop only where the policy says so: %o", async (clipboard) => {
    const script = `while read -r line; do ${setClipboard("from the desktop")}; printf '\\a'; done`;
    await using opened = await node.start({ template: scripted(inTerminal(script)), policy: { ...OPEN_POLICY, clipboard } });
    const { desktop } = opened;
    using viewer = await viewDesktop(desktop);
    await vi.waitFor(() => {
      viewer.type("\n");
      expect(viewer.bells()).toBeGreaterThan(5);
      if (clipboard.remoteToHost) expect(viewer.received).not.toEqual([]);
    }, PATIENT);
    expect(new Set(viewer.received)).toEqual(new Set(clipboard.remoteToHost ? ["from the desktop"] : []));
    const told = () => opened.events.filter(({ type }) => type === "clipboard-out");
    // The last one may be told of and still be under way.
    await vi.waitFor(() => expect(told()).toHaveLength(viewer.received.length), PATIENT);
    for (const event of told()) expect(event).toMatchObject({ clientId: 1, bytes: 16, sha256: sha256("from the desktop") });
  });

  it("is held back from the moment that it may not leave any more, and told as refused", async () => {
    let isOpen = true;
    const script = `while read -r line; do ${setClipboard("from the desktop")}; printf '\\a'; done`;
    await using opened = await node.start({
      template: scripted(inTerminal(script)),
      may: (action) => action !== "copy_out" || isOpen,
    });
    using viewer = await viewDesktop(opened.desktop);
    const ask = (wanted: () => void) =>
      vi.waitFor(() => {
        viewer.type("\n");
        wanted();
      }, PATIENT);
    await ask(() => expect(viewer.received).not.toEqual([]));
    isOpen = false;
    const refused = { type: "clipboard-out", clientId: 1, sha256: null, refused: "policy" };
    await ask(() => expect(opened.events).toContainEqual(expect.objectContaining(refused)));
    const passed = opened.events.filter((event) => event.type === "clipboard-out" && event.refused === null).length;
    // What was let through before may still be under way.
    await vi.waitFor(() => expect(viewer.received).toHaveLength(passed), PATIENT);
    const bells = viewer.bells();
    await ask(() => expect(viewer.bells()).toBeGreaterThan(bells + 5));
    expect(viewer.received).toHaveLength(passed);
  });

  it("ends the connection of a viewer that may not be there any more, and takes no other", async () => {
    let isOpen = true;
    await using opened = await node.start({
      template: scripted(inTerminal("while read -r line; do date +%N; done")),
      may: (action) => action !== "connect_viewer" || isOpen,
    });
    using viewer = await viewDesktop(opened.desktop);
    await viewer.screen();
    isOpen = false;
    await vi.waitFor(() => {
      viewer.type("\n");
      expect(opened.events.map(({ type }) => type)).toContain("client-disconnected");
    }, PATIENT);
    await expect(viewDesktop(opened.desktop)).rejects.toThrow();
    expect(opened.desktop.clients()).toEqual([]);
  });

  it("is told whatever the pictures beside it come in, and however many", async () => {
    // Said once, when somebody who is there types: by then all the others are there as well.
    const busy = "while sleep 0.02; do head -c 3000 /dev/urandom | base64; done & read -r line";
    const script = `${busy}; ${setClipboard("Grüße, Привет 🌍")}; sleep 600`;
    await using opened = await node.start({ template: scripted(inTerminal(script)) });
    using typist = await viewDesktop(opened.desktop);
    // Tight with and without JPEG, ZRLE, RRE, raw; then cursors, continuous updates and fences.
    const wishes = [[7, -26, -250], [7], [16], [2], [0]].map((pictures) => [...pictures, 1, -239, -224, -307, -312]);
    // And all that the page's viewer asks for.
    wishes.push([1, 7, -260, 5, 2, 16, 0, -26, -254, -223, -224, -258, -261, -308, -309, -312, -313, -307, -316, 0x574d5664]);
    const viewers = await Promise.all(wishes.map((encodings) => viewRaw(opened.desktop, encodings)));
    for (const format of [BITS_16, BITS_8])
      for (const encodings of [[7], [16]]) viewers.push(await viewRaw(opened.desktop, encodings, format));
    const told = () =>
      opened.events.filter(({ type }) => type === "clipboard-out").map((event) => "clientId" in event && event.clientId);
    await vi.waitFor(() => {
      for (const viewer of viewers) expect(viewer.bytes()).toBeGreaterThan(5_000);
    }, PATIENT);
    await vi.waitFor(() => {
      typist.type("\n");
      expect(new Set(told())).toEqual(new Set([typist, ...viewers].map((_, index) => index + 1)));
    }, PATIENT);
    for (const viewer of viewers) {
      viewer.leave();
    }
    expect(opened.events.filter(({ type }) => type === "clipboard-out")).toMatchObject(
      [typist, ...viewers].map(() => ({ bytes: 17, sha256: sha256("Grüße, ?????? ?"), refused: null })),
    );
  });
});
