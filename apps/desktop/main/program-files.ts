import { join } from "node:path";
import type { NodeFiles } from "@lucid/core";

/** Absolute paths of what ships with the program. Its entries know them; everything below them is told. */
export interface ProgramFiles extends NodeFiles {
  /** The package.json with the version. */
  readonly manifest: string;
  /** The `lucid` command, to be run in a process of its own. */
  readonly lucid: string;
  /** What a window runs before its page. */
  readonly preload: string;
  /** The process of payments, which a node runs beside itself. */
  readonly payments: string;
  /** The picture in the system's tray, PNG. */
  readonly trayIcon: string;
}

/** `root` is the folder of the checkout, whose TypeScript runs as it is. */
export const filesOfCheckout = (root: string): ProgramFiles => ({
  manifest: join(root, "package.json"),
  lucid: join(root, "apps/desktop/main/cli/lucid.mjs"),
  preload: join(root, "apps/desktop/preload/dist/preload.cjs"),
  trayIcon: join(root, "resources/icons/tray.png"),
  payments: join(root, "packages/payments/src/process/payments.process.ts"),
  page: join(root, "apps/desktop/renderer/dist"),
  templates: join(root, "resources/templates"),
  workers: {
    sealer: join(root, "packages/pipeline/src/sealer/sealer.worker.ts"),
    capture: join(root, "packages/pipeline/src/screen/capture.worker.ts"),
    audit: join(root, "packages/core/src/audit/store/store.worker.ts"),
    log: join(root, "packages/core/src/node-log/store/log.worker.ts"),
    backup: join(root, "packages/core/src/backups/job/job.worker.ts"),
  },
});

/** `root` is the folder that `npm run bundle` fills: ../electron.vite.config.ts gives these names. */
export const filesOfBundle = (root: string): ProgramFiles => ({
  manifest: join(root, "package.json"),
  lucid: join(root, "main/lucid.js"),
  preload: join(root, "preload/preload.cjs"),
  trayIcon: join(root, "resources/icons/tray.png"),
  payments: join(root, "main/payments.process.js"),
  page: join(root, "renderer"),
  templates: join(root, "resources/templates"),
  workers: {
    sealer: join(root, "main/sealer.worker.js"),
    capture: join(root, "main/capture.worker.js"),
    audit: join(root, "main/audit.worker.js"),
    log: join(root, "main/log.worker.js"),
    backup: join(root, "main/backup.worker.js"),
  },
});
