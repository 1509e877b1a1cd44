/** Moments in the reader's language, as clocks at the location show them. */

import { useNow } from "../../../conversation/hooks/use-now";
import { absoluteLabel, dayLabel, timeLabel } from "../../../conversation/model/days";
import { localTimeZone } from "../../../locale/intl";
import { useLanguage } from "../../../texts/context";
import { useWorkspace } from "./context";

export function useMoment() {
  const { locale } = useLanguage();
  const { workspace } = useWorkspace();
  const now = useNow();
  const here = localTimeZone();
  const place = { locale, timeZone: workspace.location.timeZone ?? here };
  return {
    short: (moment: string) => {
      const at = Date.parse(moment);
      return `${dayLabel(at, now, place)}, ${timeLabel(at, place)}`;
    },
    whole: (moment: string) => absoluteLabel(Date.parse(moment), place),
  };
}
