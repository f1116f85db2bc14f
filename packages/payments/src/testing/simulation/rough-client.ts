import type { SeededRandom } from "@lucid/foundation/testing";
import type { Devnet } from "@lucid/tron-devnet";
import type { NodeClient } from "../../network/create-node-client.ts";
import { type ExactObject, objectOf, readExactJson } from "../../network/exact-json.ts";
import { NetworkError } from "../../network/network-error.ts";

export interface Roughness {
  /** Chance of a fault at each call, in a thousand. */
  permille(): number;
  /** Whether nothing that is said is heard. */
  isDeaf(): boolean;
}

/** The devnet's own server, asked in this process, over a bad line: its faults, and nodes behind a balancer that are behind. */
export function createRoughClient(devnet: Devnet, random: SeededRandom, rough: Roughness): NodeClient {
  /** What was answered before, by the question: what a node that is behind still says. */
  const older = new Map<string, ExactObject>();

  function harm(path: string, isSaid: boolean): Disposable | undefined {
    if (isSaid && rough.isDeaf()) return devnet.faults.add({ kind: "drop", path, times: 1 });
    if (random.below(1_000) >= rough.permille()) return undefined;
    const kinds = ["drop", "lose-answer", "status", ...(isSaid ? ["duplicate"] : ["wrong-receipt"])] as const;
    const kind = random.pick(kinds);
    if (kind === "wrong-receipt" && !path.endsWith("gettransactioninfobyid")) return undefined;
    if (kind === "status") return devnet.faults.add({ kind, path, times: 1, status: random.pick([429, 503]) });
    if (kind === "drop" || kind === "lose-answer" || kind === "duplicate" || kind === "wrong-receipt")
      return devnet.faults.add({ kind, path, times: 1 });
    return undefined;
  }

  async function call(path: string, input: ExactObject | undefined, isSaid: boolean): Promise<ExactObject> {
    using _fault = harm(path, isSaid);
    const { pathname, searchParams } = new URL(path, "http://devnet");
    const answer = await devnet.answer({
      method: input === undefined ? "GET" : "POST",
      path: pathname,
      input: input ?? Object.fromEntries(searchParams),
    });
    if (!answer) throw new NetworkError("connection", "the connection failed");
    if (answer.status !== 200) throw new NetworkError("status", `the node answers with status ${answer.status}`);
    return objectOf(readExactJson(answer.body));
  }

  return {
    async ask(path, input) {
      const question = `${path} ${JSON.stringify(input)}`;
      const before = older.get(question);
      if (before && random.below(1_000) < rough.permille()) return before;
      const answer = await call(path, input, false);
      older.set(question, answer);
      return answer;
    },
    say: (path, input) => call(path, input, true),
    [Symbol.dispose]: () => undefined,
  };
}
