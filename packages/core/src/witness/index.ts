export { startWitness } from "./start-witness.ts";
export { witnessSettings } from "./witness.settings.ts";
