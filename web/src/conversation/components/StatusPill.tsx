import type { BookingStatus } from "../../client/gateway/contracts";
import { Pill, type Tone } from "../../design/components";
import { useTexts } from "../../texts/context";

const TONES: Readonly<Record<BookingStatus, Tone>> = {
  draft: "neutral",
  pending: "warning",
  confirmed: "positive",
  canceled: "danger",
  complete: "neutral",
};

/** How a booking stands. */
export function StatusPill({ status }: { status: BookingStatus }) {
  const texts = useTexts();
  return <Pill tone={TONES[status]}>{texts.status[status]}</Pill>;
}
