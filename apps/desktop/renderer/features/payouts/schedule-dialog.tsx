import { useLingui } from "@lingui/react";
import { type PayoutSchedule, type ScheduleEvery, ScheduleId, ScheduleTerms, UserId, WEEKDAYS } from "@lucid/contract";
import { SegmentedControl, Select, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useApi } from "../../shared/api/api.ts";
import { formatAmount } from "../../shared/format/index.ts";
import { FormDialog, useAmount, useLengthWords, useTyped } from "../../shared/ui/index.ts";
import { ChoosePerson } from "../people/index.ts";
import { weekdayNames } from "../policies/index.ts";

export interface ScheduleDialogProps {
  /** The one that is to be changed. */
  readonly schedule?: PayoutSchedule | undefined;
  readonly onClose: () => void;
}

const { at: TimeOfDay, time_zone: TimeZone } = ScheduleTerms.shape;
/** Of the database of zones that the browser has, and the one that is none. */
const ZONES = [...new Set(["UTC", ...Intl.supportedValuesOf("timeZone")])];
const HERE = new Intl.DateTimeFormat().resolvedOptions().timeZone;
const DAYS = Array.from({ length: 31 }, (_, index) => String(index + 1));

const dayOf = (every: ScheduleEvery): string => (every.unit === "week" ? every.weekday : String(every.day));

/** Asks who is paid, how often, and how much a run may pay at most. Somebody else approves it. */
export function ScheduleDialog({ schedule, onClose }: ScheduleDialogProps) {
  const { i18n } = useLingui();
  const { schedules } = useApi().queries;
  const before = schedule?.terms ?? undefined;
  const of = schedule?.schedule_id ?? "a new one";
  const usdt = (units: string | undefined): string => (units === undefined ? "" : formatAmount(units, i18n.locale));
  const [name, setName] = useTyped(`name of schedule ${of}`, schedule?.name ?? "");
  const [isAll, setAll] = useTyped(`everybody of schedule ${of}`, (before?.payee ?? null) === null);
  const [payee, setPayee] = useTyped<string | null>(`payee of schedule ${of}`, before?.payee ?? null);
  const [typedLeast, setLeast] = useTyped(`least of schedule ${of}`, usdt(before?.least));
  const [typedMost, setMost] = useTyped(`most of schedule ${of}`, usdt(before?.most));
  const [day, setDay] = useTyped<string>(`day of schedule ${of}`, before ? dayOf(before.every) : "1");
  const [at, setAt] = useTyped(`time of schedule ${of}`, before?.at ?? "09:00");
  const [zone, setZone] = useTyped<string>(`zone of schedule ${of}`, before?.time_zone ?? HERE);
  const propose = useMutation(schedules.propose.mutationOptions({ onSuccess: onClose }));
  const change = useMutation(schedules.change.mutationOptions({ onSuccess: onClose }));
  const least = useAmount(typedLeast);
  const most = useAmount(typedMost);
  const length = useLengthWords(name, 80);
  const weekday = WEEKDAYS.find((one) => one === day);
  const isLess = least.amount !== undefined && most.amount !== undefined && BigInt(most.amount) < BigInt(least.amount);
  const isNamed = length.error === undefined && name.trim() !== "";
  const isTimed = TimeOfDay.safeParse(at).success && TimeZone.safeParse(zone).success;
  const isReady = isNamed && isTimed && !isLess && (isAll || payee !== null);
  const names = weekdayNames(i18n);

  function submit(): void {
    if (!isReady || least.amount === undefined || most.amount === undefined) return;
    const terms: ScheduleTerms = {
      payee: isAll ? null : UserId.parse(payee),
      ...{ least: least.amount, most: most.amount, at, time_zone: zone },
      every: weekday ? { unit: "week", weekday } : { unit: "month", day: Number(day) },
    };
    if (schedule) change.mutate({ schedule_id: ScheduleId.parse(schedule.schedule_id), ...terms });
    else propose.mutate({ name: name.trim(), ...terms });
  }

  return (
    <FormDialog
      title={schedule ? i18n.t("Change what repeats") : i18n.t("Payouts that repeat")}
      consequence={
        schedule
          ? i18n.t("What was agreed to stays in force until a second person has approved this, within a day.")
          : i18n.t("It begins once a second person has approved it, within a day, and pays from the wallet that pays now.")
      }
      verb={i18n.t("Propose it")}
      failed={i18n.t("It was not proposed")}
      isReady={isReady && least.amount !== undefined && most.amount !== undefined}
      isPending={propose.isPending || change.isPending}
      error={propose.error ?? change.error}
      onSubmit={submit}
      onClose={onClose}
    >
      {!schedule && (
        <TextInput
          label={i18n.t("Name")}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          {...length}
          required
          data-autofocus
        />
      )}
      <SegmentedControl
        data={[
          { value: "all", label: i18n.t("Everybody") },
          { value: "one", label: i18n.t("One payee") },
        ]}
        value={isAll ? "all" : "one"}
        onChange={(chosen) => setAll(chosen === "all")}
        aria-label={i18n.t("Who is paid")}
        style={{ alignSelf: "flex-start" }}
      />
      {!isAll && <ChoosePerson label={i18n.t("Payee")} value={payee} onChange={setPayee} required data-autofocus />}
      <TextInput
        label={i18n.t("Paid from {asset} on", { asset: "USDT" })}
        description={i18n.t("To whom less is owed is not paid.")}
        inputMode="decimal"
        value={typedLeast}
        onChange={(event) => setLeast(event.currentTarget.value)}
        error={least.error}
        autoComplete="off"
        maw={240}
        required
      />
      <TextInput
        label={i18n.t("At most in a run, {asset}", { asset: "USDT" })}
        inputMode="decimal"
        value={typedMost}
        onChange={(event) => setMost(event.currentTarget.value)}
        error={isLess ? i18n.t("A run may pay at least one payee.") : most.error}
        autoComplete="off"
        maw={240}
        required
      />
      <Select
        label={i18n.t("How often")}
        description={i18n.t("Where a month is shorter, its last day counts.")}
        data={[
          { group: i18n.t("Each week on"), items: WEEKDAYS.map((value) => ({ value, label: names[value] })) },
          {
            group: i18n.t("Each month on day"),
            items: DAYS.map((value) => ({ value, label: i18n.t("Monthly, day {day}", { day: value }) })),
          },
        ]}
        value={day}
        onChange={(value) => setDay(value ?? day)}
        allowDeselect={false}
        maw={240}
      />
      <TextInput
        label={i18n.t("Time of day")}
        type="time"
        value={at}
        onChange={(event) => setAt(event.currentTarget.value)}
        maw={240}
        required
      />
      <Select
        label={i18n.t("Time zone")}
        data={ZONES}
        value={zone}
        onChange={(value) => setZone(value ?? zone)}
        searchable
        limit={50}
        allowDeselect={false}
        maw={320}
      />
    </FormDialog>
  );
}
