import type { Account, AuthResponse } from "@lucid/contract";
import { createStore, type StoreApi } from "zustand/vanilla";

export interface LoginState {
  /** `unknown` until the first attempt to go on with an earlier login has been answered. */
  readonly status: "unknown" | "in" | "out";
  readonly account: Account | undefined;
  /** Of a login that ended without this page's doing: in another tab, on another device, or by time. */
  readonly endedElsewhere?: boolean;
  /** The account has to set up its second factor before anything else. */
  readonly secondFactorDue?: boolean;
}

export interface Login {
  /** How this door carries the refresh token. */
  readonly transport: "cookie" | "body";
  readonly state: StoreApi<LoginState>;
  /** The access token for the next call; renewed first when it is about to expire. */
  token(): Promise<string | undefined>;
  /** Takes over the answer of a login. */
  accept(answer: AuthResponse): void;
  /** Trades the refresh token for a new access token. One trade at a time, however many callers wait for it. */
  refresh(): Promise<boolean>;
  /** Puts changes of the own account into the state. */
  update(account: Account): void;
  forget(): void;
  /** Calls back when another tab of this browser logged in, until it is taken back. */
  onLoginElsewhere(seen: () => void): () => void;
}

export interface LoginDeps {
  readonly transport: Login["transport"];
  /** Asks the node for new tokens; resolves to undefined when it refuses, throws when it cannot be asked. */
  readonly trade: (refreshToken: string | undefined) => Promise<AuthResponse | undefined>;
  readonly now: () => number;
  /** Whether an earlier login may be gone on with: without one the node need not be asked. */
  readonly memory?: { get(): boolean; set(isIn: boolean): void; onLogin(seen: () => void): () => void };
}

/** Renew this long before the end, so that a slow call does not arrive with an expired token. */
const MARGIN_MS = 30_000;

/** Keeps the access token in memory only. The refresh token is a cookie that scripts cannot read, or stays in memory too. */
export function createLogin(deps: LoginDeps): Login {
  const state = createStore<LoginState>(() => ({ status: "unknown", account: undefined }));
  let access: { readonly token: string; readonly expiresAtMs: number } | undefined;
  let refreshToken: string | undefined;
  let trading: Promise<boolean> | undefined;

  function accept(answer: AuthResponse): void {
    access = { token: answer.access_token, expiresAtMs: deps.now() + answer.expires_in * 1_000 };
    refreshToken = answer.refresh_token || undefined;
    deps.memory?.set(true);
    state.setState({
      status: "in",
      account: answer.user,
      endedElsewhere: false,
      secondFactorDue: answer.second_factor_due === true,
    });
  }

  function end(endedElsewhere: boolean): void {
    access = undefined;
    refreshToken = undefined;
    deps.memory?.set(false);
    state.setState({ status: "out", account: undefined, endedElsewhere });
  }

  async function trade(): Promise<boolean> {
    const answer = deps.memory?.get() === false ? undefined : await deps.trade(refreshToken);
    if (answer) accept(answer);
    else {
      const { status, endedElsewhere } = state.getState();
      end(status === "in" || endedElsewhere === true);
    }
    return answer !== undefined;
  }

  function refresh(): Promise<boolean> {
    trading ??= trade().finally(() => {
      trading = undefined;
    });
    return trading;
  }

  return {
    transport: deps.transport,
    state,
    accept,
    refresh,
    forget: () => end(false),
    onLoginElsewhere: (seen) => deps.memory?.onLogin(seen) ?? (() => undefined),
    update: (account) => state.setState({ account }),
    async token() {
      if (access && access.expiresAtMs - deps.now() < MARGIN_MS) await refresh();
      return access?.token;
    },
  };
}
