import { join } from "node:path";
import { filesOfBundle } from "../program-files.ts";
import { runApplication } from "../run-application.ts";

runApplication(filesOfBundle(join(import.meta.dirname, "..")));
