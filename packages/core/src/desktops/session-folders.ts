import { chmod, mkdir, mkdtemp, rm } from "node:fs/promises";
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
  readonly channels: string;
}

/**
 * Makes them. Others may enter the root only where the sandbox has a user id of its own, which must reach the X socket in `apps`. All
 * else lies in one closed folder: the display opens the folder that it gets for its X socket to everybody, as X servers do.
 */
export async function makeSocketFolders(options: { readonly shared: boolean }): Promise<SocketFolders> {
  const root = await mkdtemp("/tmp/lucid-");
  if (options.shared) await chmod(root, 0o711);
  const closed = join(root, "closed");
  const folders = {
    x: join(closed, "x"),
    apps: join(root, "apps"),
    rfb: join(closed, "rfb"),
    rdp: join(closed, "rdp"),
    channels: join(closed, "channels"),
  };
  for (const path of [closed, ...Object.values(folders)]) await mkdir(path, { mode: 0o700 });
  if (options.shared) await chmod(folders.apps, 0o711);
  return { root, ...folders, [Symbol.asyncDispose]: () => rm(root, { recursive: true, force: true }) };
}
