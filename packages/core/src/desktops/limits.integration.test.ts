import { readFileSync } from "node:fs";
import { getPriority } from "node:os";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import type { LocalDesktop } from "./local-desktop.ts";
import { BUSY_NICENESS, DISPLAY_NICENESS, displayBytes } from "./sandbox/limits.ts";
import { machineProcesses } from "./sandbox/sandbox-usage.ts";
import { scripted } from "./testing/desktop-samples.ts";
import { openTestNode, type TestNode } from "./testing/open-test-desktop.ts";

const PATIENT = { timeout: 60_000, interval: 100 };
const MIB = 1024 ** 2;

let node: TestNode;
beforeAll(async () => {
  node = await openTestNode();
});
afterAll(() => node[Symbol.asyncDispose]());

const perl = (program: string): string => `cat > /tmp/program.pl <<'PERL'\n$| = 1;\n${program}\nPERL\nperl /tmp/program.pl`;
/** System calls by number, for what perl itself does not offer: mmap, madvise, read, memfd_create, shmget. */
const CALLS = `my %calls = (
  x86_64 => { mmap => 9, madvise => 28, read => 0, memfd => 319, shmget => 29 },
  aarch64 => { mmap => 222, madvise => 233, read => 63, memfd => 279, shmget => 194 },
);
use POSIX (); my $numbers = $calls{(POSIX::uname())[4]};
sub call { my ($name, @rest) = @_; return syscall($numbers->{$name}, @rest); }`;

async function reached(limit: string, opened: Awaited<ReturnType<TestNode["start"]>>): Promise<void> {
  await vi.waitFor(
    () => expect(opened.events).toContainEqual(expect.objectContaining({ type: "limit-reached", limit })),
    PATIENT,
  );
}

const nameOf = (pid: number): string => readFileSync(`/proc/${pid}/comm`, "latin1").trim();

/** The machine's numbers of a desktop's processes of such a name. */
async function programsOf({ processIds }: LocalDesktop, name: RegExp): Promise<number[]> {
  const sandboxes = await Promise.all(processIds.map((pid) => machineProcesses(pid)));
  const inside = sandboxes.filter((pids) => ![...pids.values()].includes(process.pid)).flatMap((pids) => [...pids.values()]);
  return [...new Set(inside)].filter((pid) => name.test(nameOf(pid)));
}

it("memory that a program shares and forgets counts as any other", async () => {
  const forgotten = perl(`${CALLS}
    open(Z, "<", "/dev/zero");
    fork(); fork();
    my $at = call("mmap", 0, ${100 * MIB}, 3, 0x21, -1, 0);
    call("read", fileno(Z), $at, ${100 * MIB}); call("madvise", $at, ${100 * MIB}, 4);
    sleep 1000;`);
  await using opened = await node.start({ template: scripted(forgotten), limits: { memoryBytes: 256 * MIB } });
  await reached("memory", opened);
});

it("memory outside of every process and file cannot be had", async () => {
  const template = scripted(
    perl(`${CALLS}
      my $name = "x"; printf "MEMFD %d %d\\n", call("memfd", $name, 0), $!;
      printf "SHM %d %d\\n", call("shmget", 0, 1048576, 01600), $!;
      print defined(semget(0, 32000, 01600)) ? "SEM" : "NO SEM", defined(msgget(0, 01600)) ? " MSG" : " NO MSG", "\\n"; sleep 1000;`),
  );
  const mark = node.lines().length;
  await using _opened = await node.start({ template });
  await vi.waitFor(
    () => expect(node.lines().slice(mark)).toEqual(expect.arrayContaining(["MEMFD -1 38", "SHM -1 38", "NO SEM NO MSG"])),
    PATIENT,
  );
});

it("files in memory count together, also where each place has room", async () => {
  const fill = ["/home/user", "/tmp", "/dev/shm", "/run/user/1000"].map(
    (place) => `head -c ${40 * MIB} /dev/zero > ${place}/big`,
  );
  await using opened = await node.start({
    template: scripted(`${fill.join("; ")}; sleep 1000`),
    limits: { memoryBytes: 128 * MIB, scratchBytes: 64 * MIB },
  });
  await reached("memory", opened);
});

it.each([
  [
    "written to sockets and never read",
    `use Socket; fork(); fork(); my @kept; my $text = "x" x 65536;
     while (socketpair(my $one, my $other, AF_UNIX, SOCK_STREAM, 0)) {
       setsockopt($one, SOL_SOCKET, SO_SNDBUF, 1 << 20); fcntl($one, F_SETFL, O_NONBLOCK);
       while (syswrite($one, $text)) {} push @kept, $one, $other; }`,
  ],
  [
    "on its way between two ends of a connection",
    `use Socket; socket(L, AF_INET, SOCK_STREAM, 0); bind(L, sockaddr_in(0, INADDR_LOOPBACK)); listen(L, 100);
     my @kept; my $text = "x" x 65536;
     for (1 .. 200) {
       socket(my $one, AF_INET, SOCK_STREAM, 0); connect($one, getsockname(L)) or last; accept(my $other, L) or last;
       fcntl($one, F_SETFL, O_NONBLOCK); while (syswrite($one, $text)) {} push @kept, $one, $other; }`,
  ],
  ["of files with nothing in them", `fork(); for (1 .. 400_000) { symlink("x", "/dev/shm/$$-$_") or last; }`],
])("memory of the kernel counts as well: what is %s", async (_what, program) => {
  const template = scripted(perl(`use Fcntl; ${program} sleep 1000;`));
  await using opened = await node.start({ template, limits: { memoryBytes: 128 * MIB } });
  await reached("memory", opened);
});

it("programs that keep the processor busy are served last, and the desktop goes on", async () => {
  const busy = "for i in 1 2 3 4 5 6; do while :; do :; done & done; echo BUSY; wait";
  await using opened = await node.start({ template: scripted(busy), limits: { cpuCores: 0.02 } });
  await reached("cpu", opened);
  await vi.waitFor(async () => {
    const shells = await programsOf(opened.desktop, /^bash$/);
    expect(shells.length).toBeGreaterThan(6);
    expect(shells.map((pid) => getPriority(pid))).toEqual(shells.map(() => BUSY_NICENESS));
  }, PATIENT);
  expect(opened.events.filter(({ type }) => type === "part-restarted")).toEqual([]);
});

it("pictures that a program keeps on the display have their limit, and the display goes on", async () => {
  const pixmaps = perl(`use Socket;
    open(A, "<", $ENV{XAUTHORITY}); binmode A; my $cookie = do { local $/; substr(<A>, -16) };
    my ($display) = $ENV{DISPLAY} =~ /:(\\d+)/;
    socket(S, AF_UNIX, SOCK_STREAM, 0); connect(S, pack_sockaddr_un("/tmp/.X11-unix/X$display")) or die;
    syswrite(S, "l\\0" . pack("v5", 11, 0, 18, 16, 0) . "MIT-MAGIC-COOKIE-1\\0\\0" . $cookie);
    sub get { my ($length) = @_; my $all = ""; while (length($all) < $length) { sysread(S, $all, $length - length($all), length($all)) or die; } return $all; }
    my $body = get(4 * unpack("x6 v", get(8)));
    my ($base, $vendor, $formats) = (unpack("x4 V", $body), unpack("x16 v", $body), unpack("x21 C", $body));
    my $root = unpack("V", substr($body, 32 + 4 * int(($vendor + 3) / 4) + 8 * $formats));
    my $made = 0;
    for my $id (1 .. 40) {
      syswrite(S, pack("C C v V V v v", 53, 24, 4, $base + $id, $root, 8000, 8000) . pack("C x v", 43, 1));
      my $answer = get(32);
      if (unpack("C", $answer) == 0) { printf "REFUSED %d AFTER %d\\n", unpack("x C", $answer), $made; get(32); last; }
      $made += 1;
    }
    print "MADE $made\\n"; sleep 1000;`);
  const mark = node.lines().length;
  await using opened = await node.start({ template: scripted(pixmaps) });
  const printed = () => node.lines().slice(mark);
  await vi.waitFor(() => expect(printed().some((line) => line.startsWith("MADE"))).toBe(true), PATIENT);
  // BadAlloc, after what fits into the display's share.
  expect(printed()).toContainEqual(expect.stringMatching(/^REFUSED 11 AFTER [0-3]$/));
  const [display = 0] = await programsOf(opened.desktop, /vnc$/);
  expect(getPriority(display) - getPriority()).toBe(DISPLAY_NICENESS);
  const limit = /^Max address space +(\d+)/m.exec(readFileSync(`/proc/${display}/limits`, "latin1"))?.[1];
  expect(Number(limit)).toBe(displayBytes(opened.desktop.geometry));
  expect(opened.events.filter(({ type }) => type === "part-restarted")).toEqual([]);
});
