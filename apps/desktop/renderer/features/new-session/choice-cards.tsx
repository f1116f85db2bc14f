import { Radio } from "@mantine/core";
import classes from "./new-session.module.css";

export interface Option {
  readonly value: string;
  readonly title: string;
  readonly note: string;
  readonly disabled?: boolean;
}

export interface ChoiceCardsProps {
  readonly label: string;
  readonly options: readonly Option[];
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** One of a few, each with its name and a sentence. Arrow keys move, as in any group of radio buttons. */
export function ChoiceCards({ label, options, value, onChange }: ChoiceCardsProps) {
  return (
    <Radio.Group label={label} value={value} onChange={onChange}>
      <div className={classes.cards} style={{ marginTop: 6 }}>
        {options.map((option) => (
          <Radio.Card
            key={option.value}
            value={option.value}
            className={classes.card}
            disabled={option.disabled ?? false}
            data-disabled={option.disabled || undefined}
          >
            <strong>{option.title}</strong>
            <span>{option.note}</span>
          </Radio.Card>
        ))}
      </div>
    </Radio.Group>
  );
}
