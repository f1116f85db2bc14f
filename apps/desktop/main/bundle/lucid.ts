import { join } from "node:path";
import { filesOfBundle } from "../program-files.ts";
import "../cli/keep-compiled-code.mjs";

const { runCommand } = await import("../cli/run-command.ts");
await runCommand(filesOfBundle(join(import.meta.dirname, "..")));
