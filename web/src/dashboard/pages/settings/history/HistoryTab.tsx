/** Who changed what, and when. */

import { assertNever } from "../../../../client/platform/assert-never";
import { useNow } from "../../../../conversation/hooks/use-now";
import { absoluteLabel, dayLabel, timeLabel } from "../../../../conversation/model/days";
import { readersZone } from "../../../../conversation/model/readers-dates";
import { Button, Notice } from "../../../../design/components";
import { useValue } from "../../../../design/use-value";
import { useLanguage } from "../../../../texts/context";
import { LoadFailed } from "../../../kit/components/LoadFailed";
import { PlaceholderLines } from "../../../kit/components/PlaceholderLines";
import { ReadOnly } from "../../../kit/components/ReadOnly";
import { useDashboard, useDesk } from "../../../kit/hooks/context";
import { useTexts } from "../../../kit/hooks/texts";
import { usePages } from "../../../kit/hooks/use-fetched";
import { canAdminister } from "../../../model/account/permissions";
import type {
  AlertChange,
  AlertChangeKind,
  SwitchesChange,
} from "../../../model/gateway/contracts";
import { flipped, type HistoryLine, historyLines } from "./history-lines";

export function HistoryTab() {
  const texts = useTexts();
  const { me } = useDesk();
  if (!canAdminister(me)) return <ReadOnly>{texts.settings.adminsOnly}</ReadOnly>;
  return <History />;
}

function History() {
  const texts = useTexts();
  const dashboard = useDashboard();
  const { desk } = useDesk();
  const version = useValue(desk.settings)?.version;
  const switches = usePages((cursor) => dashboard.settings(desk).history(cursor), [desk, version]);
  const alerts = usePages((cursor) => dashboard.alerts(desk).history(cursor), [desk]);
  const trouble = switches.trouble ?? alerts.trouble;
  const isMissing = switches.items === null || alerts.items === null;
  if (isMissing && trouble === null) return <PlaceholderLines />;
  if (switches.items === null && alerts.items === null) {
    return <Failed onRetry={switches.reload} />;
  }
  const lines = historyLines(
    switches.items ?? [],
    switches.hasMore,
    alerts.items ?? [],
    alerts.hasMore,
  );
  const more = () => {
    if (switches.hasMore) switches.more();
    if (alerts.hasMore) alerts.more();
  };
  return (
    <section aria-labelledby="history-title">
      <header class="section-head">
        <div>
          <h2 id="history-title">{texts.history.title}</h2>
          <p>{texts.history.hint}</p>
        </div>
      </header>
      {trouble !== null && (
        <p class="stale" role="status">
          {texts.history.partial}
        </p>
      )}
      {lines.length === 0 ? (
        <div class="card">
          <Notice icon="info" title={texts.history.none}>
            {texts.history.noneHint}
          </Notice>
        </div>
      ) : (
        <ol class="card history">
          {lines.map((line) => (
            <Line key={line.key} line={line} />
          ))}
        </ol>
      )}
      {(switches.hasMore || alerts.hasMore) && (
        <div class="more">
          <Button onClick={more}>{texts.more}</Button>
        </div>
      )}
    </section>
  );
}

function Failed({ onRetry }: { onRetry: () => void }) {
  const texts = useTexts();
  return (
    <div class="card">
      <LoadFailed title={texts.history.failed} text={texts.listError.text} onRetry={onRetry} />
    </div>
  );
}

function Line({ line }: { line: HistoryLine }) {
  const texts = useTexts();
  const { locale } = useLanguage();
  const { desk } = useDesk();
  const now = useNow();
  const here = readersZone();
  const place = { locale, timeZone: desk.location.timeZone ?? here };
  const by = line.change.changedBy;
  const who = by === null ? texts.history.byItself : (by.name ?? texts.support);
  return (
    <li>
      <div>
        <Changed line={line} />
      </div>
      <p class="history-who">
        <bdi>{who}</bdi>
        <time dateTime={line.change.changedAt} title={absoluteLabel(line.at, place)}>
          {dayLabel(line.at, now, place)}, {timeLabel(line.at, place)}
        </time>
      </p>
    </li>
  );
}

function Changed({ line }: { line: HistoryLine }) {
  switch (line.kind) {
    case "switches":
      return <Flips change={line.change} />;
    case "alerts":
      return <Alert change={line.change} />;
    default:
      return assertNever(line);
  }
}

/** Whether the fields that changed are listed, or the kind of change says it all. */
const SHOWS_FIELDS: Readonly<Record<AlertChangeKind, boolean>> = {
  "destination-created": false,
  "destination-changed": true,
  "destination-paused": false,
  "destination-resumed": false,
  "destination-verified": false,
  "destination-deleted": false,
  "secret-rotated": false,
  "policy-changed": true,
};

function Flips({ change }: { change: SwitchesChange }) {
  const texts = useTexts();
  return (
    <>
      {flipped(change).map(({ name, on }) => (
        <p key={name} class="history-what">
          {texts.history.flipped(texts.history.switches[name], on)}
        </p>
      ))}
    </>
  );
}

function Alert({ change }: { change: AlertChange }) {
  const texts = useTexts();
  const fields = [...new Set([...Object.keys(change.before), ...Object.keys(change.after)])];
  return (
    <>
      <p class="history-what">
        {texts.history.whats[change.what]}
        {change.destinationName !== null && (
          <>
            {": "}
            <bdi>{change.destinationName}</bdi>
          </>
        )}
      </p>
      {SHOWS_FIELDS[change.what] &&
        fields.map((field) => (
          <p key={field} class="history-field">
            {texts.history.fields[field] ?? field}: <Shown value={change.before[field]} />{" "}
            <span aria-hidden="true">→</span> <span class="unseen">{texts.history.to}</span>{" "}
            <Shown value={change.after[field]} />
          </p>
        ))}
    </>
  );
}

/** A value of a field, as a person reads it. */
function Shown({ value }: { value: unknown }) {
  const texts = useTexts();
  if (value === null || value === undefined) return <span>{texts.history.nothing}</span>;
  if (typeof value === "boolean")
    return <span>{value ? texts.history.on : texts.history.off}</span>;
  if (Array.isArray(value)) return <bdi>{value.join(", ")}</bdi>;
  if (typeof value === "object") return <bdi>{Object.values(value).join(" – ")}</bdi>;
  return <bdi>{String(value)}</bdi>;
}
