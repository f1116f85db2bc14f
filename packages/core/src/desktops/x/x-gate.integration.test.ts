import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, it, vi } from "vitest";

import { scripted } from "../testing/desktop-samples.ts";
import { openTestNode, type TestNode } from "../testing/open-test-desktop.ts";
import { prepareDisplay } from "./prepare-display.ts";
import { COOKIE_BYTES } from "./x-authority.ts";

const PATIENT = { timeout: 20_000, interval: 100 };

let node: TestNode;
beforeAll(async () => {
  node = await openTestNode();
});
afterAll(() => node[Symbol.asyncDispose]());

/** An X client in perl that grabs the server, tries to end every other client, and then keeps its grab. */
const ATTACKER = `cat > /tmp/attack.pl <<'PERL'
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

it("a program in the desktop cannot lock the recorder out of the display, nor end it", async () => {
  await using opened = await node.start({ template: scripted(`sleep 0.5; ${ATTACKER}`) });
  const { desktop } = opened;
  const socket = `/tmp/.X11-unix/X${desktop.displayNumber}`;
  const cookie = readFileSync(desktop.xauthority).subarray(-COOKIE_BYTES);
  const asRecorder = () => prepareDisplay(socket, cookie, { colour: "#102030", extensions: ["RECORD"] });
  expect((await asRecorder()).has("RECORD")).toBe(true);
  await vi.waitFor(() => expect(node.lines()).toContain("GRABBED 1"), PATIENT);
  expect((await asRecorder()).has("RECORD")).toBe(true);
  expect(opened.events.filter(({ type }) => type === "application-exited")).toEqual([]);
});
