import { join } from "node:path";
import { filesOfCheckout } from "../program-files.ts";
import { runCommand } from "./run-command.ts";

/** The `lucid` command of a checkout; that of a bundle is ../bundle/lucid.ts. */
await runCommand(filesOfCheckout(join(import.meta.dirname, "../../../..")));
