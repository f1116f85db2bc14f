import { useLingui } from "@lingui/react";
import { type PolicyAction, type PolicyDecision, policyErrors, type Session } from "@lucid/contract";
import { Button, Text } from "@mantine/core";
import { useState } from "react";
import { toFailure } from "../../shared/api/failure.ts";
import { AskDialog } from "./ask-dialog.tsx";

const { code: ASKS, data: Refusal } = policyErrors.spec.POLICY_ASKS;

export interface AskForItProps {
  readonly error: unknown;
  /** A session that runs, of which something was refused. */
  readonly session: Session;
}

/** Beside a refusal: the way to ask for it, where the policy wants somebody to allow it first. Nothing beside any other error. */
export function AskForIt({ error, session }: AskForItProps) {
  const failure = toFailure(error);
  const refusal = failure.code === ASKS ? Refusal.safeParse(failure.details).data : undefined;
  return refusal ? <AskFor action={refusal.action} decision={refusal.decision} session={session} /> : null;
}

export interface AskForProps {
  readonly action: PolicyAction;
  readonly decision: PolicyDecision;
  readonly session: Session;
}

/** Whether an answer of a policy says that somebody may allow it. */
export const mayBeAskedFor = ({ effect, policy_id }: PolicyDecision): boolean => effect === "ask" && policy_id !== null;

/** The same beside an answer of a policy: nothing unless it says that somebody may allow it. */
export function AskFor({ action, decision, session }: AskForProps) {
  const { i18n } = useLingui();
  const [step, setStep] = useState<"refused" | "asking" | "asked">("refused");
  const policyId = decision.policy_id;
  if (!mayBeAskedFor(decision) || policyId === null) return null;
  if (step === "asked") return <Text role="status">{i18n.t("Asked for. It goes on by itself once somebody allows it.")}</Text>;
  return (
    <>
      <Button size="compact-sm" variant="default" onClick={() => setStep("asking")}>
        {i18n.t("Ask for it")}
      </Button>
      {step === "asking" && (
        <AskDialog
          policyId={policyId}
          action={action}
          session={session.session_id}
          onAsked={() => setStep("asked")}
          onClose={() => setStep("refused")}
        />
      )}
    </>
  );
}
