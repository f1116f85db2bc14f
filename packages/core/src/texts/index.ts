export { textsIn } from "./texts-in.ts";
