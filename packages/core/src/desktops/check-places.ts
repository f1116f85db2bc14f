import type { DesktopCheck } from "./probe-desktops.ts";
import { makeSocketFolders } from "./session-folders.ts";
import { claimDisplay } from "./x/claim-display.ts";

/** What each desktop makes in /tmp, made for real: a container or a service may have it read-only, full or closed. */
export async function checkPlaces(): Promise<DesktopCheck> {
  const name = "/tmp";
  try {
    using _claim = claimDisplay();
    await using _folders = await makeSocketFolders({ user: undefined });
    return { name, ok: true, detail: "takes the sockets of desktops" };
  } catch (cause) {
    const remedy = "mount it writable, with room and for every user (mode 1777), such as a tmpfs of 64 MiB";
    return { name, ok: false, detail: `no desktop can keep its sockets there (${(cause as Error).message})`, remedy };
  }
}
