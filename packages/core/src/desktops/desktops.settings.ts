import { z } from "zod";

export const desktopsSettings = {
  hosting: z
    .enum(["required", "auto", "off"])
    .default("required")
    .describe("whether this node hosts desktops: required stops the start when a program is missing"),
};
