/** The destinations of a location's alerts. */

import { useState } from "preact/hooks";
import { Button, Notice } from "../../../../design/components";
import { useValue } from "../../../../design/use-value";
import { LoadFailed } from "../../../kit/components/LoadFailed";
import { PlaceholderLines } from "../../../kit/components/PlaceholderLines";
import { useDashboard, useWorkspace } from "../../../kit/hooks/context";
import { useTexts } from "../../../kit/hooks/texts";
import { useFetched } from "../../../kit/hooks/use-fetched";
import type { Destination } from "../../../model/gateway/contracts";
import { DestinationCard } from "./DestinationCard";
import { DestinationDialog } from "./DestinationDialog";
import { SecretDialog, type ShownSecret } from "./SecretDialog";

export function Destinations() {
  const texts = useTexts();
  const dashboard = useDashboard();
  const { workspace } = useWorkspace();
  const caughtUp = useValue(workspace.caughtUp);
  const alerts = dashboard.alerts(workspace);
  const { value, failure, reload, put } = useFetched(
    () => alerts.destinations(),
    [workspace, caughtUp],
  );
  const [isAdding, setAdding] = useState(false);
  const [secret, setSecret] = useState<ShownSecret | null>(null);

  const replace = (changed: Destination) =>
    put((value ?? []).map((each) => (each.id === changed.id ? changed : each)));
  return (
    <section aria-labelledby="destinations-title">
      <header class="section-head">
        <div>
          <h2 id="destinations-title">{texts.destinations.title}</h2>
          <p>{texts.destinations.hint}</p>
        </div>
        <Button small icon="plus" onClick={() => setAdding(true)}>
          {texts.destinations.add}
        </Button>
      </header>
      {value === null ? (
        failure === null ? (
          <PlaceholderLines />
        ) : (
          <Failed onRetry={reload} />
        )
      ) : value.length === 0 ? (
        <div class="card">
          <Notice icon="info" title={texts.destinations.none}>
            {texts.destinations.noneHint}
          </Notice>
        </div>
      ) : (
        <ul class="cards">
          {value.map((destination) => (
            <DestinationCard
              key={destination.id}
              destination={destination}
              onChanged={replace}
              onGone={() => put(value.filter((each) => each.id !== destination.id))}
              onStale={reload}
              onSecret={setSecret}
            />
          ))}
        </ul>
      )}
      {isAdding && (
        <DestinationDialog
          onClose={() => setAdding(false)}
          onSaved={(created, shown) => {
            setAdding(false);
            put([...(value ?? []), created]);
            if (shown !== null)
              setSecret({ name: created.name, secret: shown, oldValidUntil: null });
          }}
        />
      )}
      {secret && <SecretDialog {...secret} onClose={() => setSecret(null)} />}
    </section>
  );
}

function Failed({ onRetry }: { onRetry: () => void }) {
  const texts = useTexts();
  return (
    <div class="card">
      <LoadFailed
        title={texts.destinations.failed}
        text={texts.settings.alertsAway}
        onRetry={onRetry}
      />
    </div>
  );
}
