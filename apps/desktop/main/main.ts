import { join } from "node:path";
import { filesOfCheckout } from "./program-files.ts";
import { runApplication } from "./run-application.ts";

/** The desktop application of a checkout; that of a bundle is ./bundle/main.ts. */
runApplication(filesOfCheckout(join(import.meta.dirname, "../../..")));
