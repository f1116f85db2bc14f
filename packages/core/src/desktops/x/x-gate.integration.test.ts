import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Clock, systemClock } from "@lucid/foundation";
import { createSeededRandom, createTestClock, type SeededRandom, silentLog } from "@lucid/foundation/testing";
import { Registry } from "prom-client";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { findProgram } from "../../ground/index.ts";
import { createDesktopMetrics } from "../desktops.metrics.ts";
import { scripted } from "../testing/desktop-samples.ts";
import { openTestNode, type TestNode } from "../testing/open-test-desktop.ts";
import { openXConnection } from "./open-x-connection.ts";
import { prepareDisplay } from "./prepare-display.ts";
import { createRequestFilter, type DisplayTraits } from "./request-filter.ts";
import { startXGate } from "./start-x-gate.ts";
import { connectX, type XClient, type XMessage } from "./testing/x-client.ts";
import { xMessages } from "./testing/x-messages.ts";
import { COOKIE_BYTES } from "./x-authority.ts";
import { changeWindowAttribute, EVENT_MASK, getInputFocus } from "./x-requests.ts";

const PATIENT = { timeout: 30_000, interval: 100 };
const REPLY = 1;
const GET_INPUT_FOCUS = 43;
const PROPERTY_CHANGE = 0x400000;

let node: TestNode;
let display: { readonly socket: string; readonly cookie: Uint8Array; readonly traits: DisplayTraits } & AsyncDisposable;
beforeAll(async () => {
  node = await openTestNode();
  const opened = await node.start();
  const socket = opened.desktop.xSocket;
  const cookie = readFileSync(opened.desktop.xauthority).subarray(-COOKIE_BYTES);
  const traits = await prepareDisplay(socket, cookie, { colour: "#102030" });
  display = { socket, cookie, traits, [Symbol.asyncDispose]: () => opened[Symbol.asyncDispose]() };
});
afterAll(async () => {
  await display[Symbol.asyncDispose]();
  await node[Symbol.asyncDispose]();
});

/** A gate to the display with a door of its own, and what it says. */
async function openGate(clock: Pick<Clock, "after"> = systemClock) {
  const folder = await mkdtemp(join(tmpdir(), "lucid-gate-"));
  const cuts: string[] = [];
  const inputs: unknown[] = [];
  const socket = join(folder, "x");
  const watch = { onProgramInput: (input: unknown) => inputs.push(input), onCut: (reason: string) => cuts.push(reason) };
  const metrics = createDesktopMetrics(new Registry());
  const gate = await startXGate(
    { clock, log: silentLog, metrics, watch },
    { socket, displaySocket: display.socket, display: display.traits },
  );
  return {
    ...{ socket, cuts, inputs, metrics },
    connect: (order?: "l" | "B") => connectX(socket, display.cookie, order),
    async [Symbol.asyncDispose]() {
      await gate[Symbol.asyncDispose]();
      await rm(folder, { recursive: true });
    },
  };
}

const opcode = (name: string): number => {
  const found = display.traits.opcodes.get(name);
  if (found === undefined) throw new Error(`the display has no ${name}`);
  return found;
};

/** Reads until the reply to the request of this number. */
async function replyTo(client: XClient, sequence: number): Promise<XMessage> {
  for (;;) {
    const message = await client.next();
    if (message.type === REPLY && message.sequence === (sequence & 0xffff)) return message;
  }
}

async function atomExists(client: XClient, name: string, sequence: number): Promise<boolean> {
  await client.write(xMessages("l").internAtom(name, true));
  return (await replyTo(client, sequence)).bytes.readUInt32LE(8) !== 0;
}

describe("the framing of requests", () => {
  const RUNS = Number(process.env["LUCID_GATE_FUZZ"] ?? 150);
  /** Requests whose content makes the display wait, fill its memory or read lists that never end. */
  const EXCLUDED = new Set([53, 50, 49, 45]);

  /** A request of any kind and length, mostly ones that the display knows. */
  function anyRequest(random: SeededRandom, order: "l" | "B", hasBig: boolean): Buffer {
    const { big, request } = xMessages(order);
    const major = random.pick([...display.traits.opcodes.values(), random.below(256), 1 + random.below(119), 126, 127]);
    // Three of four bytes are 0, so that flags and counts make sense now and then.
    const drawn = Buffer.from(random.bytes(4 * random.below(random.below(8) === 0 ? 3_000 : 24)));
    const body = drawn.map((byte, at) => (at % 4 === 0 || byte % 5 === 0 ? byte : 0));
    const [kind, minor] = [EXCLUDED.has(major) || major === opcode("XTEST") ? 127 : major, random.below(64)];
    return hasBig && random.below(3) === 0 ? big(kind, minor, Buffer.from(body)) : request(kind, minor, Buffer.from(body));
  }

  it(`is the display's own: after ${RUNS} streams of whatever it counts the same requests`, async () => {
    const seed = Number(process.env["LUCID_GATE_SEED"] ?? Date.now() % 1_000_000);
    for (let run = 0; run < RUNS; run++) {
      const random = createSeededRandom(`${seed}-${run}`);
      const order = random.below(2) === 0 ? "l" : "B";
      const x = xMessages(order);
      const hasBig = random.below(3) > 0;
      const filter = createRequestFilter(display.traits, {
        onRefused: () => undefined,
        onListExtensions: () => undefined,
        onProgramInput: () => undefined,
      });
      filter.push(x.setup(display.cookie));
      using client = await connectX(display.socket, display.cookie, order);
      const requests = Array.from({ length: 1 + random.below(40) }, () => anyRequest(random, order, hasBig));
      const stream = Buffer.concat([
        ...(hasBig ? [x.request(opcode("BIG-REQUESTS"), 0)] : []),
        ...requests,
        x.request(GET_INPUT_FOCUS, 0),
      ]);
      for (let at = 0; at < stream.length; ) {
        const end = Math.min(stream.length, at + 1 + random.below(600));
        const passed = Buffer.from(filter.push(Buffer.from(stream.subarray(at, end))));
        if (passed.length > 0) await client.write(passed);
        at = end;
      }
      expect(filter.sequence).toBe(requests.length + (hasBig ? 2 : 1));
      const reply = await replyTo(client, filter.sequence);
      expect([seed, run, reply.bytes.length]).toEqual([seed, run, 32]);
    }
  });

  /** Three ways to put a request where a reader that frames otherwise sees data. */
  function trick(index: number, order: "l" | "B", hidden: Buffer): Buffer {
    const { big, request, u32 } = xMessages(order);
    const enable = request(opcode("BIG-REQUESTS"), 0);
    const putImage = Buffer.from([72, 2, 0, 0]);
    const noOperation = request(127, 0);
    switch (index % 4) {
      case 0: // a length of 0, then what looks like a long length and is a request
        return Buffer.concat([putImage, noOperation, hidden]);
      case 1: // 0x40000002 units are 8 bytes in 32 bits
        return Buffer.concat([enable, putImage, u32(0x4000_0002), hidden]);
      case 2: // longer than the display reads: it skips what a reader without that limit takes for requests
        return Buffer.concat([enable, big(72, 2, hidden, display.traits.maxRequestUnits + 1 + index)]);
      default: // long requests that were asked for in a form that may or may not enable them
        return Buffer.concat([request(opcode("BIG-REQUESTS"), 0, Buffer.alloc(4)), putImage, noOperation, hidden]);
    }
  }

  it("is worth a check: without the gate the display runs what is hidden behind a length of 0", async () => {
    using client = await connectX(display.socket, display.cookie);
    await client.write(Buffer.concat([trick(0, "l", xMessages("l").internAtom("LUCID-BARE", false))]));
    using looker = await connectX(display.socket, display.cookie);
    let asked = 0;
    await vi.waitFor(async () => expect(await atomExists(looker, "LUCID-BARE", ++asked)).toBe(true), PATIENT);
  });

  it("leaves no room for a hidden request: whoever tries is cut off, in 1 000 of 1 000 tries", async () => {
    await using gate = await openGate();
    for (let index = 0; index < 1_000; index++) {
      const order = index % 8 < 4 ? "l" : "B";
      const { internAtom, request } = xMessages(order);
      const stream = trick(index, order, internAtom(`LUCID-HIDDEN-${index}`, false));
      using client = await gate.connect(order);
      await client.write(Buffer.concat([stream, request(GET_INPUT_FOCUS, 0)]));
      await client.closed;
    }
    expect(gate.cuts).toHaveLength(1_000);
    expect((await gate.metrics.programsCut.get()).values).toMatchObject([{ value: 1_000 }]);
    using looker = await connectX(display.socket, display.cookie);
    const found: number[] = [];
    for (let index = 0; index < 1_000; index++) {
      if (await atomExists(looker, `LUCID-HIDDEN-${index}`, index + 1)) found.push(index);
    }
    expect(found).toEqual([]);
  });
});

describe("a program at the gate", () => {
  it("costs the node no more by what its display tells all others than by what it says itself", async () => {
    const [LISTENERS, CHANGES, MOST_IN_A_WINDOW] = [60, 1_000, 10_000 + 65_536 / 32];
    let windows = 0;
    const after: Clock["after"] = (ms, callback) => {
      if (ms === 100) windows += 1;
      return systemClock.after(ms, callback);
    };
    await using gate = await openGate({ after });
    await using stack = new AsyncDisposableStack();
    let heard = 0;
    for (let index = 0; index < LISTENERS; index++) {
      const listener = stack.use(await openXConnection(gate.socket, display.cookie));
      listener.onEvent(() => (heard += 1));
      listener.tell(changeWindowAttribute(listener.root, EVENT_MASK, PROPERTY_CHANGE));
      await listener.ask(getInputFocus());
    }
    const program = stack.use(await openXConnection(gate.socket, display.cookie));
    // The root window's WM_NAME becomes an empty string.
    const { request, u32 } = xMessages("l");
    const change = request(18, 0, Buffer.concat([program.root, 39, 31, 8, 0].map(u32)));
    windows = 0;
    program.tell(Buffer.concat(Array.from({ length: CHANGES }, () => change)));
    await vi.waitFor(() => expect(heard).toBe(LISTENERS * CHANGES), PATIENT);
    expect(windows).toBeGreaterThanOrEqual(Math.floor((LISTENERS * CHANGES) / MOST_IN_A_WINDOW));
  });

  it("is told of the same extensions by both ways to ask, and of none that it may not use", async () => {
    await using gate = await openGate();
    using client = await gate.connect();
    const { queryExtension, request } = xMessages("l");
    await client.write(request(99, 0));
    const list = await client.next();
    const listed = list.bytes.toString("latin1", 32);
    for (const [index, name] of [...display.traits.opcodes.keys()].entries()) {
      expect(listed).toContain(name);
      await client.write(queryExtension(name));
      expect((await replyTo(client, index + 2)).bytes[8]).toBe(1);
    }
    expect(list.detail).toBe(display.traits.opcodes.size);
    for (const name of ["RECORD", "VNC-EXTENSION", "MIT-SHM", "Present", "GLX"]) expect(listed).not.toContain(name);
  });

  it("gets an error for what is refused, lives on, and finds nothing changed", async () => {
    await using gate = await openGate();
    using client = await gate.connect();
    const { request } = xMessages("l");
    await client.write(Buffer.concat([request(111, 0), request(36, 0), request(110, 0)]));
    const error = await client.next();
    expect([error.type, error.detail, error.sequence]).toEqual([0, 1, 1]);
    // ListHosts: access control is still on.
    expect((await replyTo(client, 3)).detail).toBe(1);
    // A client that came by another way is served: the server is not grabbed.
    using other = await connectX(display.socket, display.cookie);
    await other.write(request(GET_INPUT_FOCUS, 0));
    expect((await other.next()).type).toBe(REPLY);
  });

  it("changes no device, whatever it asks of XInput, in 1 000 tries", async () => {
    await using gate = await openGate();
    using client = await gate.connect();
    const { request, u16 } = xMessages("l");
    const xi = opcode("XInputExtension");
    const devices = async (sequence: number): Promise<string> => {
      await client.write(request(xi, 48, Buffer.alloc(4)));
      return (await replyTo(client, sequence)).bytes.toString("hex", 8);
    };
    await client.write(request(xi, 47, Buffer.concat([u16(2), u16(2)])));
    await replyTo(client, 1);
    const before = await devices(2);
    expect(before.length).toBeGreaterThan(100);
    // AddMaster, RemoveMaster, AttachSlave and DetachSlave of every device there may be.
    for (let index = 0; index < 1_000; index++) {
      const [kind, device] = [1 + (index % 4), 2 + (Math.floor(index / 4) % 20)];
      await client.write(request(xi, 43, Buffer.concat([Buffer.from([1, 0, 0, 0]), u16(kind), u16(2), u16(device), u16(2)])));
    }
    expect(await devices(1_003)).toBe(before);
    expect((await gate.metrics.requestsRefused.get()).values).toMatchObject([{ value: 1_000 }]);
  });

  it("types nothing by XTEST that is not told as its own or counted, in 1 000 tries", async () => {
    await using opened = await node.start({ template: scripted("sleep infinity") });
    const { desktop, events } = opened;
    using client = await connectX(desktop.appSocket, readFileSync(desktop.xauthority).subarray(-COOKIE_BYTES));
    const { fakeInput, request } = xMessages("l");
    const xtest = opcode("XTEST");
    const tries = Array.from({ length: 1_000 }, (_, index) => fakeInput(xtest, 2 + (index % 2), 38));
    await client.write(Buffer.concat([...tries, request(GET_INPUT_FOCUS, 0)]));
    await replyTo(client, 1_001);
    const told = () =>
      events.reduce((sum, event) => {
        if (event.type === "program-events-dropped") return sum + event.count;
        return event.type === "program-key" ? sum + 1 : sum;
      }, 0);
    await vi.waitFor(() => expect(told()).toBe(1_000), PATIENT);
    expect(events.slice(0, 2)).toMatchObject([
      { type: "program-key", pressed: true, keycode: 38 },
      { type: "program-key", pressed: false, keycode: 38 },
    ]);
  });
});

const GTK = `import ctypes
gtk, glib = ctypes.CDLL("libgtk-3.so.0"), ctypes.CDLL("libglib-2.0.so.0")
gtk.gtk_window_new.restype = gtk.gtk_entry_new.restype = ctypes.c_void_p
gtk.gtk_init(None, None)
window, entry = ctypes.c_void_p(gtk.gtk_window_new(0)), ctypes.c_void_p(gtk.gtk_entry_new())
gtk.gtk_container_add(window, entry)
gtk.gtk_widget_show_all(window)
quit = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p)(lambda _: (gtk.gtk_main_quit(), 0)[1])
glib.g_timeout_add(1000, quit, None)
gtk.gtk_main()
`;
const CHROMIUM_FLAGS = "--no-sandbox --disable-quic --disable-background-networking --disable-component-update --disable-sync";

/** Programs as they are used in desktops; those that are not installed are not here to be refused anything. */
const PROGRAMS: Readonly<Record<string, string>> = {
  xterm: "xterm -e sleep 2",
  xdpyinfo: "xdpyinfo -queryExtensions",
  xprop: "xprop -root",
  xdotool: "xdotool mousemove 10 10 click 1 type abc",
  python3: `printf '%s' '${GTK}' > /tmp/gtk.py; python3 /tmp/gtk.py`,
  wish: `echo 'pack [entry .e]; after 1500 exit' | wish`,
  // Debian's own script looks for settings that a sandbox does not have.
  chromium: `c=/usr/lib/chromium/chromium; [ -x $c ] || c=chromium; timeout 12 $c ${CHROMIUM_FLAGS} about:blank`,
};

it("a program that speaks without end is heard window by window", async () => {
  const clock = createTestClock();
  await using gate = await openGate(clock);
  using client = await gate.connect();
  const { request } = xMessages("l");
  const count = 60_000;
  const flood = Buffer.concat([...Array.from({ length: count }, () => request(127, 0)), request(GET_INPUT_FOCUS, 0)]);
  const written = client.write(flood);
  let isAnswered = false;
  const answered = client.next().then(() => (isAnswered = true));
  let windows = 0;
  await vi.waitFor(() => {
    windows += 1;
    clock.advance(50);
    expect(isAnswered).toBe(true);
  }, PATIENT);
  await Promise.all([written, answered]);
  // Node reads 64 KiB at once, which are 16 384 of these; each time but the last they are more than a window has.
  expect(windows).toBeGreaterThan(3);
});

it("programs in common use need nothing that is refused, but for the server's grab", async () => {
  const installed = Object.entries(PROGRAMS).filter(([name]) => findProgram(name) !== undefined);
  expect(installed.map(([name]) => name)).toContain("xterm");
  const script = installed.map(([, command]) => command).join("\n");
  {
    const template = scripted(`${script}\necho PROGRAMS DONE\nsleep infinity`);
    await using _opened = await node.start({ template, limits: { processes: 600, memoryBytes: 2 ** 40 } });
    await vi.waitFor(() => expect(node.lines()).toContain("PROGRAMS DONE"), { timeout: 50_000, interval: 200 });
  }
  const harmless = ["GrabServer", "UngrabServer"];
  expect([...node.refused()].filter((name) => !harmless.includes(name))).toEqual([]);
});

it("a program in the desktop cannot lock the recorder out of the display, nor end it", async () => {
  const attacker = `cat > /tmp/attack.pl <<'PERL'
use Socket;
open(A, "<", $ENV{XAUTHORITY}); binmode A; local $/; my $cookie = substr(<A>, -16);
my ($display) = $ENV{DISPLAY} =~ /:(\\d+)/;
socket(S, AF_UNIX, SOCK_STREAM, 0); connect(S, pack_sockaddr_un("/tmp/.X11-unix/X$display")) or die;
syswrite(S, "l\\0" . pack("v5", 11, 0, 18, 16, 0) . "MIT-MAGIC-COOKIE-1\\0\\0" . $cookie);
sysread(S, my $head, 8); sysread(S, my $body, 65536);
my ($base, $mask) = unpack("x4 V V", $body);
for my $client (0 .. 40) { for my $id (0 .. 40) {
  my $resource = $client * ($mask + 1) + $id;
  syswrite(S, pack("C x v V", 113, 2, $resource)) if $client * ($mask + 1) != $base;
} }
syswrite(S, pack("C x v", 36, 1));
syswrite(S, pack("C x v", 43, 1)); sysread(S, my $reply, 32);
$| = 1; print "GRABBED ", unpack("C", $head), "\\n";
sleep 100;
PERL
perl /tmp/attack.pl`;
  await using opened = await node.start({ template: scripted(`sleep 0.5; ${attacker}`) });
  const { desktop } = opened;
  const socket = desktop.xSocket;
  const cookie = readFileSync(desktop.xauthority).subarray(-COOKIE_BYTES);
  using recorder = await connectX(socket, cookie);
  await vi.waitFor(() => expect(node.lines()).toContain("GRABBED 1"), PATIENT);
  await recorder.write(xMessages("l").request(GET_INPUT_FOCUS, 0));
  expect((await replyTo(recorder, 1)).type).toBe(REPLY);
  expect((await prepareDisplay(socket, cookie, { colour: "#102030" })).maxRequestUnits).toBeGreaterThan(65_535);
  expect(opened.events.filter(({ type }) => type === "application-exited")).toEqual([]);
});
