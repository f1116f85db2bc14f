export { isOnion, type Outgoing, type Outward, TorAway } from "./outward.ts";
export { createTorProgram, requireTor, type TorProgramDeps } from "./process/create-tor-program.ts";
export { type OnionDoor, startTor, type TorArea } from "./start-tor.ts";
export { torSettings } from "./tor.settings.ts";
export { type TorListener, type TorOptions, type TorPort, type TorProcess, TorTrouble } from "./tor-port.ts";
