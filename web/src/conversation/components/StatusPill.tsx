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

/** The status of a booking. */
export function StatusPill({ status }: { status: BookingStatus }) {
  const texts = useTexts();
  return <Pill tone={TONES[status]}>{texts.status[status]}</Pill>;
}
