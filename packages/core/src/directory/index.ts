export { startDirectory } from "./start-directory.ts";
