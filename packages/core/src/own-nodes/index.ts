export { startOwnNodes } from "./start-own-nodes.ts";
