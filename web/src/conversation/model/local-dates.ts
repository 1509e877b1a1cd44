/** What a browser needs before it can write dates. */

import { localTimeZone } from "../../locale/intl";
import { bookingWhen } from "./booking-when";
import { absoluteLabel } from "./days";

/**
 * Writes a few dates for nobody. The first ones take a browser as long as a whole page, so they are
 * best written while an answer is on its way.
 */
export function warmUpDateFormats(locale: string): void {
  const timeZone = localTimeZone();
  const moment = "2000-01-01T12:00:00Z";
  bookingWhen({ startTime: moment, endTime: moment, timeZone }, locale, timeZone);
  absoluteLabel(0, { locale, timeZone });
}
