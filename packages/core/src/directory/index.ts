export { type DirectoryArea, startDirectory } from "./start-directory.ts";
