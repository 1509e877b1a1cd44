import { Pill, type Tone } from "../../../design/components";
import type { Delivery, DeliveryState } from "../../model/gateway/contracts";
import { useTexts } from "../hooks/texts";

const TONES: Readonly<Record<DeliveryState, Tone>> = {
  waiting: "neutral",
  sent: "positive",
  failed: "danger",
  dropped: "warning",
};

/** The state of an alert. */
export function DeliveryStatePill({ delivery }: { delivery: Delivery }) {
  const texts = useTexts();
  return <Pill tone={TONES[delivery.state]}>{texts.delivery.states[delivery.state]}</Pill>;
}
