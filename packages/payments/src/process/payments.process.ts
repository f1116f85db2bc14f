import { systemClock, systemRandomness } from "@lucid/foundation";
import { openChannel } from "./process-channel.ts";
import { servePayments } from "./serve-payments.ts";

servePayments({ channel: openChannel(process), clock: systemClock, randomness: systemRandomness }, (code) => process.exit(code));
