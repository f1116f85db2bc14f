import type { TestRedis } from "@lucid/testkit/node";
import { logIn } from "../../main/cli/rest/node-client.ts";
import { becomeOwner, type NodeProcess, type Owner, startNodeProcess, until } from "./test-node.ts";

const sharing = ({ settings }: TestRedis): string[] => [
  "--redis-url",
  settings.redis_url,
  "--owner-key-file",
  settings.owner_key_file,
  "--registration",
  "open",
];

interface Health {
  readonly status: string;
  readonly dependencies: Readonly<Record<string, { readonly ok: boolean; readonly detail: string }>>;
}

export async function healthOf({ announced }: NodeProcess): Promise<Health> {
  return (await (await fetch(`${announced.url}/health`)).json()) as Health;
}

export const reaches = (node: NodeProcess, ok: boolean) =>
  until(
    () => healthOf(node),
    ({ dependencies }) => dependencies["shared_store"]?.ok === ok,
  );

/** Two nodes of one owner, each in a process of its own. */
export async function startBoth(redis: TestRedis, folder: string) {
  const stack = new AsyncDisposableStack();
  let log = "";
  const onLog = (text: string): void => {
    log += text;
  };
  const start = async (name: string) =>
    stack.use(await startNodeProcess(`${folder}/${name}`, [...sharing(redis), "--log-level", "warn"], { onLog }));
  const a = await start("a");
  const b = await start("b");
  await Promise.all([reaches(a, true), reaches(b, true)]);
  return {
    a,
    b,
    start,
    timesAway: () => log.split("the shared store is away").length - 1,
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

/** The same person at both nodes, each of which knows the wallet. */
export async function ownBoth(a: NodeProcess, b: NodeProcess): Promise<Owner> {
  const owner = await becomeOwner(a);
  await logIn(b.announced.url, owner.wallet, b.announced.setupCode);
  return owner;
}
