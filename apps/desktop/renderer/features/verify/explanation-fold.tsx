import { useLingui } from "@lingui/react";
import type { Explanation } from "@lucid/proof";
import { Code, Text, Title } from "@mantine/core";
import { useState } from "react";
import { CopyButton, Facts } from "../../shared/ui/index.ts";
import { titleOfCheck } from "./check-words.ts";
import classes from "./verify.module.css";

interface ExplanationFoldProps {
  /** Made when somebody asks for it. */
  readonly explain: () => Explanation;
}

/** How an expert repeats each check with tools that have nothing to do with Lucid. */
export function ExplanationFold({ explain }: ExplanationFoldProps) {
  const { i18n } = useLingui();
  const [isOpen, setOpen] = useState(false);
  return (
    <details className={classes.details} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{i18n.t("Check it yourself, step by step")}</summary>
      {isOpen && <Explained {...explain()} />}
    </details>
  );
}

function Explained({ needs, prepare, checks }: Explanation) {
  const { i18n } = useLingui();
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
