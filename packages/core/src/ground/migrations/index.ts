import type { Migration } from "@lucid/foundation";
import { people } from "./0001-people.ts";
import { sessions } from "./0002-sessions.ts";
import { clock } from "./0003-clock.ts";

/** The schema of node.db, oldest step first. A new step goes to the end; a published one never changes. */
export const nodeMigrations: readonly Migration[] = [people, sessions, clock];
