export { type ClientKeys, inBase32, makeClientKeys } from "../onion/client-key.ts";
export { connectSocks } from "../process/socks.ts";
export { createTorTo, withoutTor } from "./outward.ts";
