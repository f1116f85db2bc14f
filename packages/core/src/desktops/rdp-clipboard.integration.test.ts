import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { access, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";

import { childrenOf } from "./rdp/children-of.ts";
import { OPEN_POLICY, scripted } from "./testing/desktop-samples.ts";
import { openTestNode, type TestNode } from "./testing/open-test-desktop.ts";
import { startPaster } from "./testing/paste-text.ts";
import { type RdpClient, startRdpClient } from "./testing/rdp-client.ts";
import { startSelectionOwner } from "./testing/selection-owner.ts";
import { heard, inTerminal, LISTENER, setClipboard } from "./testing/terminal.ts";
import { unlessGone } from "./unless-gone.ts";
import { COOKIE_BYTES } from "./x/x-authority.ts";

/** A paste that comes before the desktop has heard of the clipboard is answered by nobody: after this it is tried again. */
const ANSWERED_MS = 5_000;
const PATIENT = { timeout: 40_000, interval: 100 };
/** A program that pastes has no text after 4 s, however busy the machine is: it may take many. */
const ASKED_AGAIN = { timeout: 240_000, interval: 100 };
const NO_CLIPBOARD = { hostToRemote: false, remoteToHost: false };

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

/** Whether a client is connected to the clipboard service of a display (proc(5), net/unix: state 03 is connected). */
const holdsClipboard = (display: number): boolean =>
  new RegExp(` 0001 03 +\\d+ /run/xrdp/sockdir/xrdp_chansrv_socket_${display}$`, "m").test(
    readFileSync("/proc/net/unix", "latin1"),
  );

/** The clipboard service of a desktop with these processes, of which the first one in its sandbox is one. */
async function serviceOf(pids: readonly number[]): Promise<number> {
  const all = (await Promise.all(pids.map((pid) => childrenOf(pid)))).flat();
  const commands = await Promise.all(all.map((pid) => unlessGone(readFile(`/proc/${pid}/cmdline`, "latin1"), "")));
  return all.find((_, index) => /^[^\0]*xrdp-chansrv\0$/.test(commands[index] ?? "")) ?? Number.NaN;
}

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

describe("the clipboard of an RDP client", () => {
  /** Puts text on the clipboard of the person's own screen, as a terminal there would. */
  async function own(display: string, text: string) {
    const owned = join(node.dataDirectory, `owned-${display.slice(1)}`);
    await rm(owned, { force: true });
    const child = spawn(
      "xterm",
      [
        "-geometry",
        "4x1-0-0",
        "-xrm",
        "*allowWindowOps: true",
        "-e",
        "bash",
        "-c",
        `${setClipboard(text)}; touch '${owned}'; sleep 60`,
      ],
      {
        env: { ...process.env, DISPLAY: display, LANG: "C.UTF-8" },
        stdio: "ignore",
      },
    );
    await once(child, "spawn");
    await vi.waitFor(() => access(owned), PATIENT);
    return { [Symbol.dispose]: () => void child.kill("SIGKILL") };
  }

  /**
   * Copies text on the person's own screen and pastes it in the desktop, until it is there. FreeRDP does not tell of what was copied before
   * its clipboard is ready, which is after its window is: it is copied anew now and then.
   */
  async function pasteInside(rdp: RdpClient, text: string, check: () => void): Promise<Disposable> {
    let owner: Disposable | undefined;
    let turns = 0;
    let askedMs = Number.NEGATIVE_INFINITY;
    await vi.waitFor(async () => {
      if (performance.now() - askedMs > ANSWERED_MS) {
        if (turns % 3 === 0) {
          owner?.[Symbol.dispose]();
          owner = await own(rdp.display, text);
        }
        turns += 1;
        await rdp.key("F5");
        await rdp.key("Return");
        askedMs = performance.now();
      }
      check();
    }, ASKED_AGAIN);
    return { [Symbol.dispose]: () => owner?.[Symbol.dispose]() };
  }

  /** Pastes what is on the person's own clipboard into a file, again and again. */
  async function pasteOwn(display: string, file: string) {
    await writeFile(file, "");
    const env = { ...process.env, DISPLAY: display, LANG: "C.UTF-8" };
    const paste = "*VT100.translations: #override <Key>F6: insert-selection(CLIPBOARD)";
    const reader = spawn("xterm", ["-geometry", "20x4+0+0", "-xrm", paste, "-e", "sh", "-c", `cat > '${file}'`], {
      ...{ env, stdio: "ignore" },
    });
    await once(reader, "spawn");
    const keys = spawn("sh", ["-c", "while sleep 1; do xdotool search --class XTerm windowfocus key F6 key Return; done"], {
      ...{ env, stdio: "ignore", detached: true },
    });
    return {
      [Symbol.dispose]() {
        if (keys.pid !== undefined) process.kill(-keys.pid, "SIGKILL");
        reader.kill("SIGKILL");
      },
    };
  }

  it("carries Unicode text into the desktop when both directions are open, of the client that came first, and says so", async () => {
    const lines = since();
    await using opened = await node.start({ template: scripted(inTerminal(LISTENER)) });
    const { desktop } = opened;
    const connect = { port: desktop.rdpPort, password: desktop.password, arguments: ["+clipboard"] };
    await using rdp = await startRdpClient(connect);
    await vi.waitFor(() => expect(desktop.clients()).toHaveLength(1), PATIENT);
    // Its window is there before its clipboard is, which the other one would have else.
    await vi.waitFor(() => expect(holdsClipboard(desktop.displayNumber)).toBe(true), PATIENT);
    await using _other = await startRdpClient(connect);
    await vi.waitFor(() => expect(desktop.clients()).toHaveLength(2), PATIENT);
    using _owner = await own(rdp.display, "Grüße ✓");
    let askedMs = Number.NEGATIVE_INFINITY;
    await vi.waitFor(async () => {
      // xrdp-chansrv answers one paste at a time: asked again meanwhile, it may tell the text as Latin-1, or none any more.
      if (performance.now() - askedMs > ANSWERED_MS) {
        await rdp.key("F5");
        await rdp.key("Return");
        askedMs = performance.now();
      }
      expect(lines()).toContainEqual(expect.stringMatching(/^GOT (Grüße ✓)+$/));
    }, ASKED_AGAIN);
    const text = { type: "clipboard-in", format: "text", clientId: 1, bytes: 11, sha256: sha256("Grüße ✓"), refused: null };
    await vi.waitFor(() => expect(opened.events).toContainEqual(expect.objectContaining(text)), PATIENT);
  });

  it("is told on its way out of the desktop when the client takes it, and not before", async () => {
    const lines = since();
    const text = "aus dem Desktop ✓ 🌍👩‍💻";
    // A terminal takes the clipboard at the time of the last key.
    const script = `while read -r line; do ${setClipboard(text)}; echo SET >> /tmp/out; done`;
    await using opened = await node.start({ template: scripted(inTerminal(script)) });
    const { desktop } = opened;
    await using rdp = await startRdpClient({ port: desktop.rdpPort, password: desktop.password, arguments: ["+clipboard"] });
    await vi.waitFor(() => expect(desktop.clients()).toHaveLength(1), PATIENT);
    await vi.waitFor(async () => {
      await rdp.key("Return");
      expect(lines().filter((line) => line === "SET").length).toBeGreaterThan(3);
    }, PATIENT);
    const out = () => opened.events.filter(({ type }) => type === "clipboard-out");
    expect(out()).toEqual([]);
    const pasted = join(node.dataDirectory, "pasted");
    using _reader = await pasteOwn(rdp.display, pasted);
    await vi.waitFor(async () => expect(await readFile(pasted, "utf8")).toContain(text), PATIENT);
    await vi.waitFor(
      () => expect(out()[0]).toMatchObject({ format: "text", clientId: 1, bytes: Buffer.byteLength(text), sha256: sha256(text) }),
      PATIENT,
    );
  });

  it("is held back by the service's door while it may not leave, and goes on when it may", async () => {
    const lines = since();
    let isOpen = false;
    const script = `while read -r line; do ${setClipboard("aus dem Desktop")}; echo SET >> /tmp/out; done`;
    await using opened = await node.start({
      template: scripted(inTerminal(script)),
      may: (action) => action !== "copy_out" || isOpen,
    });
    const { desktop } = opened;
    await using rdp = await startRdpClient({ port: desktop.rdpPort, password: desktop.password, arguments: ["+clipboard"] });
    await vi.waitFor(() => expect(desktop.clients()).toHaveLength(1), PATIENT);
    const set = async (times: number): Promise<void> => {
      const before = lines().filter((line) => line === "SET").length;
      await vi.waitFor(async () => {
        await rdp.key("Return");
        expect(lines().filter((line) => line === "SET").length).toBeGreaterThan(before + times);
      }, PATIENT);
    };
    const pasted = join(node.dataDirectory, "held-back");
    const content = () => readFile(pasted, "utf8");
    await set(3);
    {
      using _reader = await pasteOwn(rdp.display, pasted);
      // A line for each time that it was pasted.
      await vi.waitFor(async () => expect((await content()).split("\n").length).toBeGreaterThan(4), PATIENT);
    }
    expect((await content()).trim()).toBe("");
    isOpen = true;
    await set(3);
    using _reader = await pasteOwn(rdp.display, pasted);
    await vi.waitFor(async () => expect(await content()).toContain("aus dem Desktop"), PATIENT);
  });

  it("lets no text out that is more than the service can carry, says so, and goes on with the next one, as after nothing at all", async () => {
    await using opened = await node.start();
    const { desktop } = opened;
    const cookie = (await readFile(desktop.xauthority)).subarray(-COOKIE_BYTES);
    using owner = await startSelectionOwner(desktop.appSocket, cookie);
    await using rdp = await startRdpClient({ port: desktop.rdpPort, password: desktop.password, arguments: ["+clipboard"] });
    await vi.waitFor(() => expect(desktop.clients()).toHaveLength(1), PATIENT);
    const pasted = join(node.dataDirectory, "large");
    using _reader = await pasteOwn(rdp.display, pasted);
    const out = () => opened.events.filter(({ type }) => type === "clipboard-out");
    const stroke = Buffer.alloc(9 * 1_048_576, "x");
    let ownedMs = Number.NEGATIVE_INFINITY;
    const ownAgain = (what: readonly Buffer[] | "pieces" | "elsewhere"): void => {
      // What comes before the service looks at the clipboard is not seen by it.
      if (performance.now() - ownedMs < ANSWERED_MS) return;
      if (typeof what === "string") owner.ownInVain(what);
      else owner.own(what);
      ownedMs = performance.now();
    };
    const carries = (text: string): Promise<void> =>
      vi.waitFor(async () => {
        ownAgain([Buffer.from(text)]);
        expect(await readFile(pasted, "utf8")).toContain(text);
      }, ASKED_AGAIN);
    await vi.waitFor(() => {
      ownAgain([stroke, stroke]);
      expect(out()).not.toEqual([]);
    }, ASKED_AGAIN);
    expect(out()[0]).toMatchObject({ format: "text", bytes: 2 * stroke.length, sha256: null, refused: "size" });
    await vi.waitFor(async () => {
      ownAgain([Buffer.from("in two "), Buffer.from("strokes")]);
      expect(await readFile(pasted, "utf8")).toContain("in two strokes");
    }, ASKED_AGAIN);
    // What stands in another place than the service named would go out untold. Of nothing, which the service finds instead, and of pieces
    // that never come, the client would wait for good, and have no clipboard any more.
    for (const what of ["elsewhere", "pieces"] as const) {
      const { asked } = owner;
      await vi.waitFor(() => {
        ownAgain(what);
        expect(owner.asked).toBeGreaterThan(asked);
      }, ASKED_AGAIN);
      await carries(`after ${what}`);
    }
    expect(await readFile(pasted, "utf8")).not.toContain("from elsewhere");
    expect(opened.events.filter(({ type }) => type === "part-restarted")).toEqual([]);
  });

  it("carries emoji, gives a program an answer where the service has none, and goes on with a service that is started again", async () => {
    const lines = since();
    await using opened = await node.start({ template: scripted(inTerminal(LISTENER)) });
    const { desktop, events } = opened;
    await using rdp = await startRdpClient({ port: desktop.rdpPort, password: desktop.password, arguments: ["+clipboard"] });
    await vi.waitFor(() => expect(desktop.clients()).toHaveLength(1), PATIENT);
    const text = "Grüße 🌍👩‍💻";
    const carries = (): Promise<Disposable> => {
      const from = lines().length;
      return pasteInside(rdp, text, () => expect(heard(lines().slice(from)).join()).toContain(text));
    };
    const first = await carries();
    const told = { type: "clipboard-in", bytes: Buffer.byteLength(text), sha256: sha256(text), refused: null };
    await vi.waitFor(() => expect(events).toContainEqual(expect.objectContaining(told)), PATIENT);

    process.kill(await serviceOf(desktop.processIds), "SIGKILL");
    await vi.waitFor(
      () => expect(events).toContainEqual(expect.objectContaining({ type: "part-restarted", part: "clipboard" })),
      PATIENT,
    );
    first[Symbol.dispose]();
    using _owner = await carries();

    process.kill(await serviceOf(desktop.processIds), "SIGSTOP");
    await vi.waitFor(async () => {
      await rdp.key("F5");
      await rdp.type("typed\n");
      expect(heard(lines()).filter((line) => line.includes("typed")).length).toBeGreaterThan(1);
    }, ASKED_AGAIN);
  });

  it("carries a text of megabytes into the desktop exactly, and the next one after one that nobody may take", async () => {
    let isOpen = true;
    await using opened = await node.start({ may: (action) => action !== "copy_in" || isOpen });
    const { desktop, events } = opened;
    await using rdp = await startRdpClient({ port: desktop.rdpPort, password: desktop.password, arguments: ["+clipboard"] });
    await vi.waitFor(() => expect(desktop.clients()).toHaveLength(1), PATIENT);
    const cookie = (await readFile(desktop.xauthority)).subarray(-COOKIE_BYTES);
    // The client's own screen asks nobody for a cookie.
    using client = await startSelectionOwner(`/tmp/.X11-unix/X${rdp.display.slice(1)}`, cookie);
    using program = await startSelectionOwner(desktop.appSocket, cookie);
    async function carries(text: Buffer): Promise<void> {
      let ownedMs = Number.NEGATIVE_INFINITY;
      await vi.waitFor(async () => {
        if (performance.now() - ownedMs > ANSWERED_MS) {
          client.own([text]);
          ownedMs = performance.now();
        }
        using paster = await startPaster(desktop.appSocket, cookie);
        const pasted = await paster.paste();
        expect([pasted?.length, pasted?.equals(text)]).toEqual([text.length, true]);
      }, ASKED_AGAIN);
    }
    const large = Buffer.alloc(2_000_000, "abcdefghij");
    await carries(large);
    const told = { type: "clipboard-in", bytes: large.length, sha256: sha256(large.toString("latin1")), refused: null };
    await vi.waitFor(() => expect(events).toContainEqual(expect.objectContaining(told)), PATIENT);

    isOpen = false;
    using held = await startPaster(desktop.appSocket, cookie);
    expect(await held.paste()).toEqual(Buffer.alloc(0));
    isOpen = true;
    // The client has the clipboard again only where its service takes it, which it does not while it gives pieces.
    program.own([Buffer.from("a program's")]);
    await vi.waitFor(async () => {
      using other = await startPaster(desktop.appSocket, cookie);
      expect(String(await other.paste())).toBe("a program's");
    }, PATIENT);
    await carries(Buffer.from("after it"));
  });

  it("carries Unicode into a desktop out of which nothing may go", async () => {
    const lines = since();
    const script = `while read -r line; do echo "GOT $line" >> /tmp/out; [[ $line != set* ]] || { ${setClipboard("aus dem Desktop")}; }; done`;
    await using opened = await node.start({
      template: scripted(inTerminal(script)),
      policy: { ...OPEN_POLICY, clipboard: { hostToRemote: true, remoteToHost: false } },
    });
    const { desktop } = opened;
    await using rdp = await startRdpClient({ port: desktop.rdpPort, password: desktop.password, arguments: ["+clipboard"] });
    await vi.waitFor(() => expect(desktop.clients()).toHaveLength(1), PATIENT);
    {
      const arrived = expect.stringMatching(/^(Grüße ✓)+$/);
      using _owner = await pasteInside(rdp, "Grüße ✓", () => expect(heard(lines())).toContainEqual(arrived));
    }
    await vi.waitFor(async () => {
      await rdp.type("set\n");
      expect(heard(lines()).filter((line) => line.startsWith("set")).length).toBeGreaterThan(2);
    }, PATIENT);
    const pasted = join(node.dataDirectory, "kept-inside");
    using _reader = await pasteOwn(rdp.display, pasted);
    await vi.waitFor(async () => expect((await readFile(pasted, "utf8")).split("\n").length).toBeGreaterThan(4), PATIENT);
    expect(await readFile(pasted, "utf8")).not.toContain("Desktop");
    expect(opened.events.filter((event) => event.type === "clipboard-out" && event.sha256 !== null)).toEqual([]);
  });

  it("carries Unicode out of a desktop into which nothing may go", async () => {
    const lines = since();
    const script = `while read -r line; do echo "GOT $line" >> /tmp/out; [[ $line = set ]] && ${setClipboard("aus dem Desktop ✓")}; done`;
    await using opened = await node.start({
      template: scripted(inTerminal(script)),
      policy: { ...OPEN_POLICY, clipboard: { hostToRemote: false, remoteToHost: true } },
    });
    const { desktop } = opened;
    await using rdp = await startRdpClient({ port: desktop.rdpPort, password: desktop.password, arguments: ["+clipboard"] });
    await vi.waitFor(() => expect(desktop.clients()).toHaveLength(1), PATIENT);
    await vi.waitFor(async () => {
      await rdp.type("set\n");
      expect(heard(lines()).filter((line) => line === "set").length).toBeGreaterThan(2);
    }, PATIENT);
    const pasted = join(node.dataDirectory, "let-out");
    {
      using _reader = await pasteOwn(rdp.display, pasted);
      await vi.waitFor(async () => expect(await readFile(pasted, "utf8")).toContain("aus dem Desktop ✓"), PATIENT);
    }
    using _owner = await own(rdp.display, "secret");
    const before = lines().length;
    await vi.waitFor(async () => {
      await rdp.key("F5");
      await rdp.key("Return");
      expect(lines().length - before).toBeGreaterThan(10);
    }, PATIENT);
    expect(lines().join("\n")).not.toContain("secret");
    expect(opened.events.filter((event) => event.type === "clipboard-in" && event.sha256 !== null)).toEqual([]);
  });

  it("carries nothing when the policy closes it", async () => {
    const lines = since();
    await using opened = await node.start({
      template: scripted(inTerminal(LISTENER)),
      policy: { ...OPEN_POLICY, clipboard: NO_CLIPBOARD },
    });
    const { desktop } = opened;
    await using rdp = await startRdpClient({ port: desktop.rdpPort, password: desktop.password, arguments: ["+clipboard"] });
    await vi.waitFor(() => expect(desktop.clients()).toHaveLength(1), PATIENT);
    using _owner = await own(rdp.display, "secret");
    await vi.waitFor(async () => {
      await rdp.key("F5");
      await rdp.key("Return");
      expect(lines().filter((line) => line.startsWith("GOT")).length).toBeGreaterThan(10);
    }, PATIENT);
    expect(heard(lines())).toEqual([]);
  });
});
