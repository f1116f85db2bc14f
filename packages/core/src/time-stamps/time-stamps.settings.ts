import { settingList } from "../ground/index.ts";

const MOST = 3;
const LONGEST = 500;

/** An address of http or https in which nothing is secret: whoever may look at the chain is shown it. */
function isAuthority(text: string): boolean {
  const url = URL.parse(text);
  if (url === null || text.length > LONGEST || !["http:", "https:"].includes(url.protocol)) return false;
  return url.username === "" && url.password === "" && url.search === "" && url.hash === "";
}

export const timeStampsSettings = {
  time_authorities: settingList
    .refine((urls) => urls.length <= MOST, `must be at most ${MOST}`)
    .refine((urls) => urls.every(isAuthority), "must be URLs of http or https without a name, a password, a ? and a #")
    .refine((urls) => new Set(urls).size === urls.length, "must be different ones")
    .default([])
    .describe("URLs of RFC 3161 time-stamp authorities that are asked, at most hourly, when the newest final block existed"),
};

export interface TimeStampsSettings {
  readonly time_authorities: readonly string[];
}
