import type { PortWindow } from "@lucid/core";

export interface WindowKind {
  readonly kind: string;
  /** Where the page's routes for this window begin. */
  readonly root: `/${string}`;
  readonly size: {
    readonly width: number;
    readonly height: number;
    readonly minWidth: number;
    readonly minHeight: number;
  };
  /** What its port carries; a window without any gets no port. */
  readonly procedures: PortWindow["procedures"];
  /** A window for each page that is opened, or one that goes on to it. */
  readonly opens: "one" | "many";
}

const wide = { width: 1_280, height: 800, minWidth: 400, minHeight: 500 };

/** Every kind of window there is, and all that it may ask of the node. */
export const windowKinds = {
  user: { kind: "user", root: "/", size: wide, procedures: "all", opens: "one" },
  admin: { kind: "admin", root: "/admin", size: wide, procedures: "all", opens: "one" },
  /** A live session, and its record once it has ended. */
  viewer: {
    kind: "viewer",
    root: "/sessions",
    size: { width: 1_280, height: 860, minWidth: 400, minHeight: 300 },
    procedures: ["logins", "node", "people", "sessions", "notes", "recording", "chain"],
    opens: "many",
  },
  /** The reference of the API, which the gateway serves. */
  developer: { kind: "developer", root: "/docs/", size: wide, procedures: [], opens: "one" },
  /** A file that was double-clicked: it is checked with no node and no login. */
  verifier: {
    kind: "verifier",
    root: "/opened",
    size: { width: 960, height: 800, minWidth: 400, minHeight: 400 },
    procedures: [],
    opens: "many",
  },
} as const satisfies Record<string, WindowKind>;

const LIVE = /^\/sessions\/[0-9a-f-]{36}\/live$/;

/** The kind of window that a page may have opened for a path of its own; undefined for all others. */
export function kindForPath(pathname: string): WindowKind | undefined {
  if (LIVE.test(pathname)) return windowKinds.viewer;
  if (pathname === "/admin" || pathname.startsWith("/admin/")) return windowKinds.admin;
  if (pathname.startsWith("/docs/")) return windowKinds.developer;
  return undefined;
}
