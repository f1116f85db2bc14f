import { chmod, chown, mkdir, mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";

/** Folders of one session's sockets. They lie in /tmp because a socket's path may have 107 characters at most (unix(7)). */
export interface SocketFolders extends AsyncDisposable {
  readonly root: string;
  /** The display's own X socket. */
  readonly x: string;
  /** The X socket that programs of the desktop see. */
  readonly apps: string;
  readonly rfb: string;
  readonly rdp: string;
  /** Where xrdp finds the clipboard service. */
  readonly channels: string;
  /** Where the clipboard service listens. */
  readonly service: string;
  /** The X socket that the clipboard service sees. */
  readonly clipboard: string;
  /** Where the network's helper answers. */
  readonly network: string;
}

/**
 * Makes them, all closed to everybody else. `user` is the user id of the sandbox where it has one of its own: it must reach the X socket
 * in `apps`, so that folder is its own and the root lets others through. The rest lies in one closed folder: the display opens the
 * folder that it gets for its X socket to everybody, as X servers do.
 */
export async function makeSocketFolders(options: { readonly user: number | undefined }): Promise<SocketFolders> {
  const root = await mkdtemp("/tmp/lucid-");
  const closed = join(root, "closed");
  const folders = {
    x: join(closed, "x"),
    apps: join(root, "apps"),
    rfb: join(closed, "rfb"),
    rdp: join(closed, "rdp"),
    channels: join(closed, "channels"),
    service: join(closed, "service"),
    clipboard: join(closed, "clipboard"),
    network: join(closed, "network"),
  };
  for (const path of [closed, ...Object.values(folders)]) await mkdir(path, { mode: 0o700 });
  if (options.user !== undefined) {
    await chmod(root, 0o711);
    await chown(folders.apps, options.user, options.user);
  }
  return { root, ...folders, [Symbol.asyncDispose]: () => rm(root, { recursive: true, force: true }) };
}
