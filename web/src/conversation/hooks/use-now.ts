import { createContext } from "preact";
import { useContext, useEffect, useState } from "preact/hooks";
import type { Clock } from "../../client/platform/ports";

const MINUTE_MS = 60_000;

/** The page's clock. */
const Context = createContext<Clock>(Date.now);

export const ClockProvider = Context.Provider;

/** The time, kept right to the minute. */
export function useNow(): number {
  const clock = useContext(Context);
  const [now, setNow] = useState(clock);
  useEffect(() => {
    const timer = setInterval(() => setNow(clock()), MINUTE_MS);
    return () => clearInterval(timer);
  }, [clock]);
  return now;
}
