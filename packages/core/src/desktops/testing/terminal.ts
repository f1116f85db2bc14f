import { expect, vi } from "vitest";
import type { RfbClient } from "./rfb-client.ts";

/** Keysym of the key that pastes in `inTerminal`. */
export const F5 = 0xffc2;

/** A terminal of the desktop in which a bash script runs; what it writes to /tmp/out is printed. */
export const inTerminal = (script: string, before = ""): string => `touch /tmp/out
cat > /tmp/script <<'SCRIPT'
${script}
SCRIPT
${before}
xterm -geometry 50x12+0+0 -xrm '*allowWindowOps: true' -xrm '*VT100.translations: #override <Key>F5: insert-selection(CLIPBOARD)' -e bash /tmp/script &
tail -f /tmp/out`;

/** Script of a terminal that reports every line that is typed into it. */
export const LISTENER = 'while read -r line; do echo "GOT $line" >> /tmp/out; done';

/** What was typed into a `LISTENER`, without the empty lines that `untilListening` and pasting leave. */
export const heard = (lines: readonly string[]): string[] =>
  lines.flatMap((line) => (/^GOT ./.test(line) ? [line.slice("GOT ".length)] : []));

/**
 * Presses Return until a `LISTENER` answers. Its script runs before its window has the focus, and what is typed then
 * reaches nobody.
 */
export async function untilListening(viewer: Pick<RfbClient, "type">, lines: () => readonly string[]): Promise<void> {
  await vi.waitFor(
    () => {
      viewer.type("\n");
      expect(lines()).toContain("GOT ");
    },
    { timeout: 20_000, interval: 100 },
  );
}

/** Terminals set the clipboard with OSC 52. */
export const setClipboard = (text: string): string => `printf '\\e]52;c;%s\\a' "$(printf '%s' '${text}' | base64 -w0)"`;
