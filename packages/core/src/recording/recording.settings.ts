import { settingCount } from "../ground/index.ts";

export const recordingSettings = {
  workers: settingCount(1, 16).default(2).describe("threads that compress, encrypt and hash"),
};
