import type { Clock, Randomness } from "@lucid/foundation";
import { z } from "zod";
import type { SteadyTime } from "../../ground/index.ts";
import type { OrderRepository, OrderRow } from "../order-repository.ts";
import type { OwnerKey } from "../owner-key.ts";
import type { EndOutcome, LoginsElsewhere, OwnLogins } from "../shared-store.ts";
import { ASK, CONFIRM, LASTING, ORDER, PUBLISH, SHOW_UP, WITHDRAW } from "./scripts.ts";
import { type Beat, LEASE_MS, type RedisLink, type RunScript } from "./start-redis-link.ts";

/** By then every login that was open has ended by itself, whatever its node did meanwhile. */
const KEEP_MS = 8 * 86_400_000;
/** Tokens of one login that are good at the same time: one for each refresh of a quarter of an hour. */
const TOKENS_OF_LOGIN = 16;
/** Whoever ends a login waits so long for the other nodes to say that it is done. */
const CONFIRM_MS = 1_000;
const LOOK_MS = 20;
/** Orders and guests that one step takes up. */
const AT_ONCE = 500;
/** Logins of other nodes that are followed here; the one heard of longest ago gives way, and what it has open ends. */
const GUESTS = 10_000;

/** Logins that were opened in the moment of an order are ended with the others. */
const MOMENT_MS = 1_000;

const OrderText = z.object({
  kind: z.enum(["login", "wallet"]),
  subject: z.string(),
  except: z.string().nullable(),
  age_ms: z.number().nonnegative(),
});

export interface RedisLoginsDeps {
  readonly clock: Clock;
  readonly steady: Pick<SteadyTime, "now">;
  readonly randomness: Pick<Randomness, "uuid">;
  readonly link: Pick<RedisLink, "run" | "awayError" | "isReady" | "unsettle">;
  readonly orders: OrderRepository;
  readonly owner: OwnerKey;
  /** Public key of this node. */
  readonly node: string;
}

/** The logins of several nodes, with what a node does at each beat for those of its own. */
export function createRedisLogins(deps: RedisLoginsDeps): { readonly logins: LoginsElsewhere; readonly beat: Beat } {
  const { clock, link, orders, owner, node } = deps;
  const key = (kind: string, id: string): string => `${owner.prefix}${kind}:${id}`;
  const passOf = (loginId: string): string => key("pass", loginId);
  const leaseOf = (of: string): string => key("lease", of);
  const ordersOf = (of: string): string => key("orders", of);
  const confirmationOf = (orderId: string): string => key("confirmed", orderId);
  const [passes, allNodes] = [key("passes", node), `${owner.prefix}nodes`];
  const walletName = (address: string): string => owner.hidden(`wallet ${address}`);

  let own: OwnLogins | undefined;
  const listeners = new Set<(loginId: string) => void>();
  /** Logins of other nodes that were let in here, with their nodes. */
  const guests = new Map<string, string>();
  const sending = new Set<Promise<void>>();

  /** What does not get there makes the node settle anew before it shows up: then nobody takes what should have been taken back. */
  function send(script: string, keys: readonly string[], args: readonly (string | number)[]): void {
    const sent: Promise<void> = link.run(script, keys, args).then(
      () => void sending.delete(sent),
      () => {
        sending.delete(sent);
        link.unsettle();
      },
    );
    sending.add(sent);
  }

  function dropGuest(loginId: string): void {
    guests.delete(loginId);
    for (const listener of listeners) listener(loginId);
  }

  function welcome(loginId: string, from: string): void {
    guests.delete(loginId);
    guests.set(loginId, from);
    const [oldest] = guests.keys();
    if (guests.size > GUESTS && oldest !== undefined) dropGuest(oldest);
  }

  function textOf({ kind, subject, except_login: except, created_at }: OrderRow): string {
    return JSON.stringify({ kind, subject, except, age_ms: Math.max(0, deps.steady.now() - created_at) });
  }

  const isToEnd = (loginId: string, from: string, address: string): boolean =>
    [...orders.ofSubject(loginId), ...orders.ofSubject(walletName(address))].some(
      (order) => (order.node === null || order.node === from) && order.except_login !== loginId,
    );

  async function endAs(change: Pick<OrderRow, "node" | "kind" | "subject" | "except_login">): Promise<EndOutcome> {
    const group_id = deps.randomness.uuid();
    orders.insert({ ...change, order_id: group_id, group_id, created_at: deps.steady.now() });
    const until = clock.elapsed() + CONFIRM_MS;
    while (orders.waitingOf(group_id) > 0 && clock.elapsed() < until && link.isReady()) {
      await new Promise<void>((resolve) => void clock.after(LOOK_MS, resolve));
    }
    return { waiting: orders.waitingOf(group_id) };
  }

  function obey(text: string): void {
    const { kind, subject, except, age_ms } = OrderText.parse(JSON.parse(text));
    if (kind === "login") return own?.endLogin(subject);
    // An order that comes late leaves alone what was opened since it was given.
    const openedBefore = deps.steady.now() - age_ms + MOMENT_MS;
    own?.endWallets({ isMeant: (address) => walletName(address) === subject, except: except ?? undefined, openedBefore });
  }

  /** Tells the others that this node is there. @returns the nodes there are, and how much others asked of this one. */
  async function showUp(run: RunScript): Promise<{ nodes: readonly string[]; obeyed: number }> {
    const [nodes, flat] = (await run(SHOW_UP, [leaseOf(node), ordersOf(node), allNodes], [node, LEASE_MS, KEEP_MS])) as [
      string[],
      string[],
    ];
    for (let at = 0; at + 1 < flat.length; at += 2) {
      const [orderId = "", text = ""] = flat.slice(at, at + 2);
      obey(text);
      await run(CONFIRM, [ordersOf(node), confirmationOf(orderId)], [orderId, KEEP_MS]);
    }
    return { nodes, obeyed: flat.length / 2 };
  }

  /** Brings this node's orders to the others again and again: the store may have lost them. */
  async function placeOrders(run: RunScript, nodes: readonly string[]): Promise<void> {
    orders.forgetBefore(deps.steady.now() - KEEP_MS);
    for (const order of orders.oldest(AT_ONCE)) {
      if (order.node === null) {
        const others = nodes.filter((other) => other !== node);
        orders.spread(
          order,
          others.map((other) => ({ ...order, node: other, order_id: deps.randomness.uuid() })),
        );
        continue;
      }
      const keys = [ordersOf(order.node), confirmationOf(order.order_id), passOf(order.subject)];
      if ((await run(ORDER, keys, [order.order_id, textOf(order), KEEP_MS])) === 1) orders.remove(order.order_id);
    }
  }

  async function lookAfterGuests(run: RunScript): Promise<void> {
    const all = [...guests];
    for (let at = 0; at < all.length; at += AT_ONCE) {
      const some = all.slice(at, at + AT_ONCE);
      const lasting = (await run(
        LASTING,
        some.flatMap(([loginId, from]) => [passOf(loginId), leaseOf(from)]),
      )) as number[];
      for (const [index, [loginId]] of some.entries()) if (lasting[index] !== 1) dropGuest(loginId);
    }
  }

  return {
    logins: {
      tokenKey: owner.tokens,
      serve(answering) {
        own = answering;
      },
      publish({ loginId, tokenId }, lifeMs) {
        if (link.isReady())
          send(PUBLISH, [passOf(loginId), passes], [loginId, tokenId, Math.floor(lifeMs), TOKENS_OF_LOGIN, KEEP_MS]);
      },
      withdraw: (loginId) => send(WITHDRAW, [passOf(loginId), passes], [loginId]),
      async flushed() {
        await Promise.all(sending);
      },
      async ask({ node: from, loginId, tokenId }, address) {
        const lifeMs = Number(await link.run(ASK, [passOf(loginId), leaseOf(from)], [tokenId]));
        if (lifeMs < 0) throw link.awayError();
        if (lifeMs === 0 || isToEnd(loginId, from, address)) return undefined;
        welcome(loginId, from);
        return lifeMs;
      },
      async endLogin({ node: at, loginId }) {
        const ending = endAs({ node: at, kind: "login", subject: loginId, except_login: null });
        dropGuest(loginId);
        return await ending;
      },
      async endWallet(address, except) {
        return await endAs({ node: null, kind: "wallet", subject: walletName(address), except_login: except ?? null });
      },
      onEnded(listener) {
        listeners.add(listener);
        return { [Symbol.dispose]: () => void listeners.delete(listener) };
      },
    },
    beat: {
      async settle(run) {
        const known = (await run("return redis.call('SMEMBERS', KEYS[1])", [passes])) as string[];
        for (const loginId of known) {
          if (own?.isOpen(loginId) !== true) await run(WITHDRAW, [passOf(loginId), passes], [loginId]);
        }
      },
      async beat(run, isSettled) {
        if (!isSettled()) return;
        const { nodes, obeyed } = await showUp(run);
        // What was asked is done, and the lease goes on.
        if (obeyed > 0 && isSettled()) await showUp(run);
        await placeOrders(run, nodes);
        await lookAfterGuests(run);
      },
      away() {
        for (const loginId of [...guests.keys()]) dropGuest(loginId);
      },
    },
  };
}
