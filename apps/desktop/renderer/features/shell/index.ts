export { BadAddress } from "./bad-address.ts";
export { NotFound } from "./not-found.tsx";
export { PageError } from "./page-error.tsx";
export { RoomFrame } from "./room-frame.tsx";
export { Shell } from "./shell.tsx";
