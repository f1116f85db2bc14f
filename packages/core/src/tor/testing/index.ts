export { type ClientKeys, inBase32, makeClientKeys } from "../onion/client-key.ts";
export { createTorTo, withoutTor } from "./outward.ts";
