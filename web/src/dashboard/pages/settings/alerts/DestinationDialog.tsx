/** A new destination, or the changes of one. */

import { useId, useState } from "preact/hooks";
import {
  asRequestFailure,
  type FieldError,
  ProblemError,
} from "../../../../client/gateway/problems";
import { Button, Dialog, Field } from "../../../../design/components";
import { Glyph } from "../../../kit/components/icons";
import { useDashboard, useWorkspace } from "../../../kit/hooks/context";
import { useTexts } from "../../../kit/hooks/texts";
import {
  type Destination,
  SUBSCRIPTIONS,
  type Subscription,
} from "../../../model/gateway/contracts";
import {
  DESTINATION_KINDS,
  type DestinationKind,
  traitsOf,
} from "../../../model/gateway/destination-kinds";

interface DestinationDialogProps {
  /** The one to be changed; a new one is made without it. */
  destination?: Destination;
  onClose: () => void;
  /** `secret` is a new webhook's. */
  onSaved: (destination: Destination, secret: string | null) => void;
}

export function DestinationDialog({ destination, onClose, onSaved }: DestinationDialogProps) {
  const texts = useTexts();
  const id = useId();
  const [kind, setKind] = useState<DestinationKind>(destination?.kind ?? "email");
  const [name, setName] = useState(destination?.name ?? "");
  const shownWhere = destination?.url ?? destination?.address ?? "";
  // A chat's address is a secret, of which only an end is shown: it is typed again or left.
  const [where, setWhere] = useState(traitsOf(kind).hasSecretAddress ? "" : shownWhere);
  const [events, setEvents] = useState<readonly Subscription[]>(
    destination?.events ?? ["customer_message_received"],
  );
  const { save, isSaving, errors, failed } = useSaving(destination, onSaved);

  const errorOf = (...fields: string[]) =>
    errors.find(({ field }) => fields.includes(field.split(".")[0] ?? ""))?.message;
  const said = (error: string | undefined) => (error === undefined ? {} : { error });
  const traits = traitsOf(kind);
  const whereTexts = texts.destination.where[kind] ?? texts.destination.where.webhook;
  const isMasked = destination !== undefined && traits.hasSecretAddress;
  return (
    <Dialog
      title={destination ? texts.destination.editTitle : texts.destination.newTitle}
      onClose={onClose}
    >
      <form
        class="form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void save({ kind, name, where, events });
        }}
      >
        {!destination && <Kinds kind={kind} onChange={setKind} />}
        <Field id={`${id}-name`} label={texts.destination.name} {...said(errorOf("name"))}>
          {(ties) => (
            <input
              {...ties}
              type="text"
              value={name}
              maxLength={100}
              dir="auto"
              autocomplete="off"
              placeholder={texts.destination.nameHint}
              onInput={(event) => setName(event.currentTarget.value)}
            />
          )}
        </Field>
        <Field
          id={`${id}-where`}
          label={whereTexts.label}
          hint={isMasked ? texts.destination.masked(shownWhere) : whereTexts.hint}
          {...said(errorOf("url", "address"))}
        >
          {(ties) => (
            <input
              {...ties}
              type="text"
              inputMode={traits.addressField === "address" ? "email" : "url"}
              value={where}
              dir="ltr"
              autocomplete="off"
              spellcheck={false}
              placeholder={whereTexts.example}
              onInput={(event) => setWhere(event.currentTarget.value)}
            />
          )}
        </Field>
        {traits.isForPrograms && <Events events={events} onChange={setEvents} />}
        {errorOf("events") && <p class="field-error">{errorOf("events")}</p>}
        <p class="form-trouble" role="alert">
          {failed}
        </p>
        <div class="dialog-actions">
          <Button onClick={onClose}>{texts.cancel}</Button>
          <Button kind="primary" type="submit" disabled={isSaving}>
            {destination ? texts.destination.save : texts.destination.create}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function Kinds({
  kind,
  onChange,
}: {
  kind: DestinationKind;
  onChange: (kind: DestinationKind) => void;
}) {
  const texts = useTexts();
  return (
    <fieldset class="kinds">
      <legend>{texts.destination.kind}</legend>
      {DESTINATION_KINDS.map((each) => (
        <label key={each} class="kind">
          <input type="radio" name="kind" checked={kind === each} onChange={() => onChange(each)} />
          <span>
            <Glyph name={traitsOf(each).icon} />
            {texts.destinations.kinds[each]}
          </span>
        </label>
      ))}
    </fieldset>
  );
}

interface EventsProps {
  events: readonly Subscription[];
  onChange: (events: readonly Subscription[]) => void;
}

function Events({ events, onChange }: EventsProps) {
  const texts = useTexts();
  return (
    <fieldset class="checks">
      <legend>{texts.destination.events}</legend>
      {SUBSCRIPTIONS.map((event) => (
        <label key={event} class="check">
          <input
            type="checkbox"
            checked={events.includes(event)}
            onChange={({ currentTarget: { checked } }) =>
              onChange(
                SUBSCRIPTIONS.filter((each) => (each === event ? checked : events.includes(each))),
              )
            }
          />
          <span>
            {texts.destination.eventNames[event]}
            <code dir="ltr">{event}</code>
          </span>
        </label>
      ))}
    </fieldset>
  );
}

interface Wanted {
  readonly kind: DestinationKind;
  readonly name: string;
  readonly where: string;
  readonly events: readonly Subscription[];
}

function useSaving(
  destination: Destination | undefined,
  onSaved: DestinationDialogProps["onSaved"],
) {
  const texts = useTexts();
  const dashboard = useDashboard();
  const { workspace } = useWorkspace();
  const [isSaving, setSaving] = useState(false);
  const [errors, setErrors] = useState<readonly FieldError[]>([]);
  const [failed, setFailed] = useState("");

  const save = async ({ kind, name, where, events }: Wanted) => {
    const alerts = dashboard.alerts(workspace);
    const { addressField, isForPrograms } = traitsOf(kind);
    const place = { [addressField]: where };
    setSaving(true);
    setErrors([]);
    setFailed("");
    try {
      if (destination) {
        const isUnchanged = where === "" || where === (destination.url ?? destination.address);
        const wanted = { name, events, ...(isUnchanged ? {} : place) };
        onSaved(await alerts.change(destination, wanted), null);
      } else {
        const fitting = isForPrograms ? events : (["customer_message_received"] as const);
        const { secret, ...created } = await alerts.create({
          kind,
          name,
          events: fitting,
          ...place,
        });
        onSaved(created, secret);
      }
    } catch (error) {
      const failure = asRequestFailure(error);
      const isProblem = failure instanceof ProblemError;
      if (isProblem && failure.errors.length > 0) setErrors(failure.errors);
      else if (isProblem)
        setFailed(texts.destination.refused[failure.kind] ?? texts.destination.failed);
      else setFailed(texts.destination.failed);
    }
    setSaving(false);
  };
  return { save, isSaving, errors, failed };
}
