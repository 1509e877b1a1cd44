/** The last alerts, and what happened to each. */

import { useState } from "preact/hooks";
import { asRequestFailure, ProblemError } from "../../../../client/gateway/problems";
import { Button, Notice, Spinner } from "../../../../design/components";
import { useValue } from "../../../../design/use-value";
import { LoadFailed } from "../../../kit/components/LoadFailed";
import { PlaceholderLines } from "../../../kit/components/PlaceholderLines";
import { WhyAlerts } from "../../../kit/components/WhyAlerts";
import { useDashboard, useWorkspace } from "../../../kit/hooks/context";
import { useTexts } from "../../../kit/hooks/texts";
import { useFetched, usePages } from "../../../kit/hooks/use-fetched";
import { canAdminister } from "../../../model/account/permissions";
import {
  DELIVERY_STATES,
  type DeliveryState,
  type Destination,
} from "../../../model/gateway/contracts";
import { DeliveryRow } from "./DeliveryRow";
import { ResendFailed } from "./ResendFailed";

export function DeliveriesTab() {
  const texts = useTexts();
  const dashboard = useDashboard();
  const { workspace, me } = useWorkspace();
  const caughtUp = useValue(workspace.caughtUp);
  const [state, setState] = useState<DeliveryState | null>(null);
  const [destinationId, setDestinationId] = useState<string | null>(null);
  const [asked, setAsked] = useState<string | null>(null);
  const [isResending, setResending] = useState(false);
  const mayChange = canAdminister(me);
  const alerts = dashboard.alerts(workspace);
  const deliveries = usePages(
    (cursor) => alerts.deliveries({ state, destinationId, cursor }),
    [workspace, caughtUp, state, destinationId],
  );
  const destinations = useFetched<readonly Destination[]>(
    async () => (mayChange ? alerts.destinations() : []),
    [workspace, mayChange],
  );
  const resend = async (deliveryId: string) => {
    try {
      await alerts.resend(deliveryId);
      dashboard.toasts.show(texts.delivery.resent);
      deliveries.reload();
    } catch (error) {
      const failure = asRequestFailure(error);
      const why =
        failure instanceof ProblemError ? texts.delivery.refused[failure.kind] : undefined;
      dashboard.toasts.show(why ?? texts.delivery.notResent, "danger");
    }
  };
  return (
    <section aria-labelledby="deliveries-title">
      <header class="section-head">
        <div>
          <h2 id="deliveries-title">{texts.delivery.title}</h2>
          <p>{texts.delivery.hint}</p>
        </div>
        {mayChange && (
          <Button small icon="retry" onClick={() => setResending(true)}>
            {texts.delivery.resendFailed}
          </Button>
        )}
      </header>
      <div class="choices">
        <select
          aria-label={texts.delivery.byState}
          value={state ?? ""}
          onChange={({ currentTarget: { value } }) =>
            setState(DELIVERY_STATES.find((each) => each === value) ?? null)
          }
        >
          <option value="">{texts.delivery.everyState}</option>
          {DELIVERY_STATES.map((each) => (
            <option key={each} value={each}>
              {texts.delivery.states[each]}
            </option>
          ))}
        </select>
        {destinations.value && destinations.value.length > 0 && (
          <select
            aria-label={texts.delivery.byDestination}
            value={destinationId ?? ""}
            onChange={({ currentTarget: { value } }) => setDestinationId(value || null)}
          >
            <option value="">{texts.delivery.everyDestination}</option>
            {destinations.value.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        )}
        <Button small icon="retry" onClick={deliveries.reload}>
          {texts.delivery.refresh}
        </Button>
      </div>
      <List deliveries={deliveries} isChosen={state !== null || destinationId !== null}>
        {deliveries.items?.map((delivery) => (
          <DeliveryRow
            key={delivery.id}
            delivery={delivery}
            onAsk={setAsked}
            onResend={mayChange ? () => void resend(delivery.id) : null}
          />
        ))}
      </List>
      {asked !== null && (
        <WhyAlerts message={{ messageId: asked }} onClose={() => setAsked(null)} />
      )}
      {isResending && (
        <ResendFailed
          destinationId={destinationId}
          onClose={() => setResending(false)}
          onDone={deliveries.reload}
        />
      )}
    </section>
  );
}

interface ListProps {
  deliveries: ReturnType<typeof usePages>;
  /** Whether only some are asked for. */
  isChosen: boolean;
  children: preact.ComponentChildren;
}

function List({ deliveries, isChosen, children }: ListProps) {
  const texts = useTexts();
  const { items, failure, hasMore, more, reload } = deliveries;
  if (items === null) {
    if (failure === null) return <PlaceholderLines />;
    return (
      <div class="card">
        <LoadFailed
          title={texts.delivery.failed}
          text={texts.settings.alertsAway}
          onRetry={reload}
        />
      </div>
    );
  }
  if (items.length === 0) {
    return (
      <div class="card">
        <Notice icon="info" title={isChosen ? texts.delivery.noneSuch : texts.delivery.none}>
          {isChosen ? texts.delivery.noneSuchHint : texts.delivery.noneHint}
        </Notice>
      </div>
    );
  }
  return (
    <>
      {failure !== null && (
        <p class="stale" role="status">
          <Spinner /> {texts.delivery.stale}
        </p>
      )}
      <ul class="card deliveries">{children}</ul>
      {hasMore && (
        <div class="more">
          <Button onClick={more}>{texts.more}</Button>
        </div>
      )}
    </>
  );
}
