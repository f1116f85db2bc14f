export const FFMPEG = "ffmpeg";

/** Children get a path to look for programs, the display's cookie and nothing else of the node's environment. */
export const programEnvironment = (xauthority?: string): Record<string, string> => ({
  PATH: "/usr/local/bin:/usr/bin:/bin",
  LC_ALL: "C.UTF-8",
  ...(xauthority ? { XAUTHORITY: xauthority } : {}),
});
