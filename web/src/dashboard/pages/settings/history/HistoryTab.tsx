/** Who changed what, and when. */

import { assertNever } from "../../../../client/platform/assert-never";
import { Button, Notice } from "../../../../design/components";
import { useValue } from "../../../../design/use-value";
import { nameOr } from "../../../../locale/visible";
import { LoadFailed } from "../../../kit/components/LoadFailed";
import { PlaceholderLines } from "../../../kit/components/PlaceholderLines";
import { ReadOnly } from "../../../kit/components/ReadOnly";
import { useDashboard, useWorkspace } from "../../../kit/hooks/context";
import { useTexts } from "../../../kit/hooks/texts";
import { usePages } from "../../../kit/hooks/use-fetched";
import { useMoment } from "../../../kit/hooks/use-moment";
import { canAdminister } from "../../../model/account/permissions";
import type { AlertChange, SwitchesChange } from "../../../model/gateway/contracts";
import { flipped, type HistoryEntry, historyEntries } from "./history-entries";

export function HistoryTab() {
  const texts = useTexts();
  const { me } = useWorkspace();
  if (!canAdminister(me)) return <ReadOnly>{texts.settings.adminsOnly}</ReadOnly>;
  return <History />;
}

function History() {
  const texts = useTexts();
  const dashboard = useDashboard();
  const { workspace } = useWorkspace();
  const version = useValue(workspace.settings)?.version;
  const switches = usePages(
    (cursor) => dashboard.settings(workspace).history(cursor),
    [workspace, version],
  );
  const alerts = usePages((cursor) => dashboard.alerts(workspace).history(cursor), [workspace]);
  const failure = switches.failure ?? alerts.failure;
  const isMissing = switches.items === null || alerts.items === null;
  if (isMissing && failure === null) return <PlaceholderLines />;
  if (switches.items === null && alerts.items === null) {
    return <Failed onRetry={switches.reload} />;
  }
  const entries = historyEntries(
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
      {failure !== null && (
        <p class="stale" role="status">
          {texts.history.partial}
        </p>
      )}
      {entries.length === 0 ? (
        <div class="card">
          <Notice icon="info" title={texts.history.none}>
            {texts.history.noneHint}
          </Notice>
        </div>
      ) : (
        <ol class="card history">
          {entries.map((entry) => (
            <Entry key={entry.key} entry={entry} />
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
      <LoadFailed title={texts.history.failed} text={texts.tryLater} onRetry={onRetry} />
    </div>
  );
}

function Entry({ entry }: { entry: HistoryEntry }) {
  const texts = useTexts();
  const moment = useMoment();
  const by = entry.change.changedBy;
  const { changedAt } = entry.change;
  const who = by === null ? texts.history.automatic : nameOr(by.name, texts.support);
  return (
    <li>
      <div>
        <Changed entry={entry} />
      </div>
      <p class="history-who">
        <bdi>{who}</bdi>
        <time dateTime={changedAt} title={moment.whole(changedAt)}>
          {moment.short(changedAt)}
        </time>
      </p>
    </li>
  );
}

function Changed({ entry }: { entry: HistoryEntry }) {
  switch (entry.kind) {
    case "switches":
      return <Flips change={entry.change} />;
    case "alerts":
      return <Alert change={entry.change} />;
    default:
      return assertNever(entry);
  }
}

/** Whether the fields that changed are listed, or the kind of change says it all. */
const SHOWS_FIELDS: Readonly<Record<AlertChange["what"], boolean>> = {
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
