import { enumerateHandovers } from "../../model/handover-model.ts";
import { figure, type Scenario } from "../scenario.ts";

export const handoverModel: Scenario = {
  name: "handover-model",
  rule: "15.5",
  happens: "every pair of justified chains on two branches of 5 heights, handovers anywhere, other successors on each",
  nodes: 1,
  run() {
    const { pairs, unpunished } = enumerateHandovers("both lists until final");
    const wrong = (["the new list at once", "the new list once justified"] as const).map((rule) => ({
      rule,
      ...enumerateHandovers(rule),
    }));
    return [
      figure("pairs of chains with conflicting final blocks", "all of them", pairs, pairs > 0),
      figure("of them without an offender", "0", unpunished, unpunished === 0),
      ...wrong.map((one) => figure(`the same by a wrong rule, ${one.rule}`, "some", one.unpunished, one.unpunished > 0)),
    ];
  },
};
