import { settingWord } from "../ground/index.ts";

export const desktopsSettings = {
  hosting: settingWord("required", "auto", "off")
    .default("required")
    .describe("whether this node hosts desktops: required stops the start when a program is missing"),
};
