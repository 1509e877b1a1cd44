import type { ReadonlySignal } from "@preact/signals-core";
import { useEffect, useState } from "preact/hooks";
import type { ConnectionState } from "../../client/gateway/live-connection";
import { Banner } from "../../design/components";
import { useValue } from "../../design/use-value";
import { useTexts } from "../../texts/context";

/** Stays from the moment that something may be missed until everything has been fetched. */
export function ConnectionBanner({ connection }: { connection: ReadonlySignal<ConnectionState> }) {
  const texts = useTexts();
  const online = useOnline();
  const state = useValue(connection);
  if (state !== "lost") return null;
  return (
    <div class="connection">
      <Banner tone="warning" busy={online}>
        {online ? texts.lost : texts.offline}
      </Banner>
    </div>
  );
}

function useOnline(): boolean {
  const [online, setOnline] = useState(() => navigator.onLine);
  useEffect(() => {
    const onChange = () => setOnline(navigator.onLine);
    window.addEventListener("online", onChange);
    window.addEventListener("offline", onChange);
    return () => {
      window.removeEventListener("online", onChange);
      window.removeEventListener("offline", onChange);
    };
  }, []);
  return online;
}
