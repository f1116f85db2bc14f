import { useLingui } from "@lingui/react";
import { explainFacts, type VerifiedBundle } from "@lucid/proof";
import { Code, Text, Title } from "@mantine/core";
import { useState } from "react";
import { CopyButton, Facts } from "../../shared/ui/index.ts";
import { titleOfCheck } from "./check-words.ts";
import classes from "./verify.module.css";

interface ExplainedProps extends Pick<VerifiedBundle, "facts"> {
  readonly video: VerifiedBundle["video"] | undefined;
  readonly file: string;
}

/** How an expert repeats each check with tools that have nothing to do with Lucid. */
export function ExplanationFold(explained: ExplainedProps) {
  const { i18n } = useLingui();
  const [isOpen, setOpen] = useState(false);
  return (
    <details className={classes.details} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{i18n.t("Check it yourself, step by step")}</summary>
      {isOpen && <Explained {...explained} />}
    </details>
  );
}

function Explained({ facts, video, file }: ExplainedProps) {
  const { i18n } = useLingui();
  const { needs, prepare, checks } = explainFacts(facts, file, video);
  const script = [prepare, ...checks.map(({ commands }) => commands)].filter((lines) => lines !== "").join("\n\n");
  return (
    <div className={classes.folded}>
      <Text component="div">
        {i18n.t("These commands need {needs}. Each prints what stands under it when the check holds.", { needs })}{" "}
        <CopyButton value={`${script}\n`} label={i18n.t("all commands")} />
      </Text>
      <Code block mt="sm" tabIndex={0}>
        {prepare}
      </Code>
      {checks.map(({ id, title, inputs, commands, prints }) => (
        <section key={id} className={classes.check} data-check={id}>
          <Title order={4}>{titleOfCheck(id, i18n) ?? <span lang="en">{title}</span>}</Title>
          <div lang="en">
            <Facts rows={inputs} />
          </div>
          {commands !== "" && (
            <>
              <Code block mt="xs" tabIndex={0}>
                {commands}
              </Code>
              <Code block mt={4} className={classes.prints} tabIndex={0}>
                {prints}
              </Code>
            </>
          )}
        </section>
      ))}
    </div>
  );
}
