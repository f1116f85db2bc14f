export { allowAndStart } from "./start-session.ts";
