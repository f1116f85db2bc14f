export * from "./encoding/domains.ts";
export * from "./formats/index.ts";
