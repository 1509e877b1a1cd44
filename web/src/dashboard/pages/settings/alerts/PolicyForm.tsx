/** How much a location wants to be told. */

import { useId } from "preact/hooks";
import { Field } from "../../../../design/components";
import { useValue } from "../../../../design/use-value";
import { timeZones } from "../../../../locale/intl";
import { LoadFailed } from "../../../kit/components/LoadFailed";
import { PlaceholderLines } from "../../../kit/components/PlaceholderLines";
import { Switch } from "../../../kit/components/Switch";
import { useTexts } from "../../../kit/hooks/texts";
import type { AlertPolicy } from "../../../model/gateway/contracts";
import type { FormController } from "../../../model/settings/form-controller";

export function PolicyForm({ controller }: { controller: FormController<AlertPolicy> }) {
  const texts = useTexts();
  const form = useValue(controller.form);
  const failure = useValue(controller.failure);
  return (
    <section aria-labelledby="policy-title">
      <header class="section-head">
        <div>
          <h2 id="policy-title">{texts.policy.title}</h2>
          <p>{texts.policy.hint}</p>
        </div>
      </header>
      {form ? (
        <Fields controller={controller} policy={form.edited} isSaving={form.saving} />
      ) : failure === null ? (
        <PlaceholderLines />
      ) : (
        <div class="card">
          <LoadFailed
            title={texts.policy.failed}
            text={texts.settings.alertsAway}
            onRetry={() => void controller.load()}
          />
        </div>
      )}
    </section>
  );
}

interface FieldsProps {
  controller: FormController<AlertPolicy>;
  policy: AlertPolicy;
  isSaving: boolean;
}

const NIGHT = { start: "22:00", end: "07:00" };

function Fields({ controller, policy, isSaving }: FieldsProps) {
  const texts = useTexts();
  const id = useId();
  const errors = useValue(controller.errors);
  const said = (field: string) => {
    const error = errors.find((each) => each.field.split(".")[0] === field)?.message;
    return error === undefined ? {} : { error };
  };
  const quiet = policy.quietHours;
  return (
    <fieldset class="card form policy" disabled={isSaving}>
      <legend class="unseen">{texts.policy.title}</legend>
      <Field
        id={`${id}-period`}
        label={texts.policy.quietPeriod}
        hint={texts.policy.quietPeriodHint}
        {...said("quietPeriodSeconds")}
      >
        {(ties) => (
          <span class="measured">
            <NumberInput
              ties={ties}
              value={policy.quietPeriodSeconds}
              least={10}
              most={3600}
              onChange={(seconds) => controller.edit({ quietPeriodSeconds: seconds ?? 0 })}
            />
            {texts.policy.seconds}
          </span>
        )}
      </Field>
      <Field
        id={`${id}-limit`}
        label={texts.policy.dailyLimit}
        hint={texts.policy.dailyLimitHint}
        {...said("dailyLimit")}
      >
        {(ties) => (
          <NumberInput
            ties={ties}
            value={policy.dailyLimit}
            least={1}
            most={100_000}
            onChange={(dailyLimit) => controller.edit({ dailyLimit })}
          />
        )}
      </Field>
      <Field id={`${id}-zone`} label={texts.policy.timeZone} {...said("timeZone")}>
        {(ties) => (
          <ZoneSelect
            ties={ties}
            zone={policy.timeZone}
            onChange={(timeZone) => controller.edit({ timeZone })}
          />
        )}
      </Field>
      <Field
        id={`${id}-language`}
        label={texts.policy.language}
        hint={texts.policy.languageHint}
        {...said("language")}
      >
        {(ties) => (
          <LanguageSelect
            ties={ties}
            language={policy.language}
            onChange={(language) => controller.edit({ language })}
          />
        )}
      </Field>
      <Switch
        label={texts.policy.quietHours}
        hint={texts.policy.quietHoursHint}
        on={quiet !== null}
        onChange={(on) => controller.edit({ quietHours: on ? NIGHT : null })}
      />
      {quiet && (
        <div class="hours">
          {(["start", "end"] as const).map((edge) => (
            <Field key={edge} id={`${id}-${edge}`} label={texts.policy[edge]}>
              {(ties) => (
                <input
                  {...ties}
                  type="time"
                  required
                  value={quiet[edge]}
                  onInput={({ currentTarget: { value } }) =>
                    controller.edit({ quietHours: { ...quiet, [edge]: value } })
                  }
                />
              )}
            </Field>
          ))}
          {said("quietHours").error && <p class="field-error">{said("quietHours").error}</p>}
        </div>
      )}
      <Switch
        label={texts.policy.customerEmails}
        hint={texts.policy.customerEmailsHint}
        on={policy.customerEmails}
        onChange={(customerEmails) => controller.edit({ customerEmails })}
      />
      <Field
        id={`${id}-sender`}
        label={texts.policy.senderName}
        hint={texts.policy.senderNameHint}
        {...said("senderName")}
      >
        {(ties) => (
          <input
            {...ties}
            type="text"
            value={policy.senderName ?? ""}
            maxLength={100}
            dir="auto"
            onInput={({ currentTarget: { value } }) =>
              controller.edit({ senderName: value === "" ? null : value })
            }
          />
        )}
      </Field>
    </fieldset>
  );
}

interface NumberInputProps {
  ties: Record<string, unknown>;
  value: number | null;
  least: number;
  most: number;
  onChange: (value: number | null) => void;
}

function NumberInput({ ties, value, least, most, onChange }: NumberInputProps) {
  return (
    <input
      {...ties}
      class="number"
      type="number"
      inputMode="numeric"
      min={least}
      max={most}
      step={1}
      value={value ?? ""}
      onInput={({ currentTarget }) =>
        onChange(currentTarget.value === "" ? null : currentTarget.valueAsNumber)
      }
    />
  );
}

interface ZoneSelectProps {
  ties: Record<string, unknown>;
  zone: string;
  onChange: (zone: string) => void;
}

/** The zones that the browser knows, and the one that stands there. */
function ZoneSelect({ ties, zone, onChange }: ZoneSelectProps) {
  const zones = new Set(["UTC", ...timeZones(), zone]);
  return (
    <select {...ties} value={zone} onChange={({ currentTarget }) => onChange(currentTarget.value)}>
      {[...zones].map((each) => (
        <option key={each} value={each}>
          {each.replaceAll("_", " ")}
        </option>
      ))}
    </select>
  );
}

interface LanguageSelectProps {
  ties: Record<string, unknown>;
  language: string | null;
  onChange: (language: string | null) => void;
}

/** The languages that there are texts in, and the one that stands there. */
function LanguageSelect({ ties, language, onChange }: LanguageSelectProps) {
  const texts = useTexts();
  const names = new Map(Object.entries(texts.policy.languages));
  if (language !== null && !names.has(language)) names.set(language, language);
  return (
    <select
      {...ties}
      value={language ?? ""}
      onChange={({ currentTarget: { value } }) => onChange(value === "" ? null : value)}
    >
      <option value="">{texts.policy.automatic}</option>
      {[...names].map(([code, name]) => (
        <option key={code} value={code}>
          {name}
        </option>
      ))}
    </select>
  );
}
