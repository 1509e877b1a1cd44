import type { Booking } from "../../client/gateway/contracts";
import { Pill, type Tone } from "../../design/components";
import { useTexts } from "../../texts/context";

/** Platforms may have others, which are shown as they are. */
const TONES: Readonly<Record<string, Tone>> = {
  pending: "warning",
  confirmed: "positive",
  canceled: "danger",
};

/** The status of a booking. */
export function StatusPill({ booking: { status, withdrawn } }: { booking: Booking }) {
  const texts = useTexts();
  if (withdrawn) return <Pill tone="danger">{texts.withdrawn}</Pill>;
  return (
    <Pill tone={TONES[status] ?? "neutral"}>
      <bdi>{texts.status[status] ?? status}</bdi>
    </Pill>
  );
}
