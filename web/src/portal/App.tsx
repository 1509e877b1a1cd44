/** The customer page in each of its states. */

import { useLayoutEffect } from "preact/hooks";
import { assertNever } from "../client/platform/assert-never";
import { Button, Notice, Spinner } from "../design/components";
import type { IconName } from "../design/icons";
import { useValue } from "../design/use-value";
import { nameOr } from "../locale/visible";
import { useTexts } from "../texts/context";
import type { PortalTexts } from "../texts/portal.en";
import { Opening } from "./Opening";
import { OpenVisit } from "./OpenVisit";
import type { Visit, VisitState } from "./visit";

export function App({ visit }: { visit: Visit }) {
  const texts = useTexts<PortalTexts>();
  const state = useValue(visit.state);
  // With what is drawn and not after it: no booking's name stands over a page that shows nothing of it.
  useLayoutEffect(() => {
    document.title = titleOf(state, texts);
  });
  switch (state.kind) {
    case "opening":
      return <Opening />;
    case "open":
      return <OpenVisit visit={visit} {...state} />;
    case "unreachable":
      return <Waiting icon="offline" {...texts.unreachable} onRetry={() => visit.wake()} />;
    case "leaving":
      return <Waiting icon="leave" title={texts.leave.leaving} />;
    case "not-left":
      return <Waiting icon="offline" {...texts.leave.failed} onRetry={() => visit.wake()} />;
    case "portal-off":
      return <FullPageNotice icon="off" {...texts.portalOff} />;
    case "signed-out":
      return <FullPageNotice icon="check" {...texts.signedOut} />;
    case "refused":
      return (
        <FullPageNotice icon={ICONS[state.reason] ?? "alert"} {...refusal(state.reason, texts)} />
      );
    default:
      return assertNever(state);
  }
}

const ICONS: Readonly<Record<string, IconName>> = {
  "link-expired": "clock",
  "link-invalid": "link",
  "not-signed-in": "link",
};

function refusal(reason: string, texts: PortalTexts) {
  return texts.refused[reason] ?? texts.refusedOtherwise;
}

/** What the tab says: nothing of a booking unless its conversation is open. */
function titleOf(state: VisitState, texts: PortalTexts): string {
  if (state.kind !== "open") return texts.title;
  return nameOr(state.booking.activityName, texts.title);
}

interface WaitingProps {
  icon: IconName;
  title: string;
  text?: string;
  /** Nobody answers: it is retried automatically, and at once when the reader wants it. */
  onRetry?: () => void;
}

/** A page that waits for the gateway. */
function Waiting({ icon, title, text, onRetry }: WaitingProps) {
  const texts = useTexts();
  return (
    <main class="whole">
      <Notice
        level={1}
        icon={icon}
        title={title}
        actions={
          onRetry && (
            <Button icon="retry" onClick={onRetry}>
              {texts.tryAgain}
            </Button>
          )
        }
      >
        {text}
      </Notice>
      <div class="whole-busy">
        <Spinner />
      </div>
    </main>
  );
}

interface FullPageNoticeProps {
  icon: IconName;
  title: string;
  text: string;
}

/** A page that has one thing to say. */
function FullPageNotice({ icon, title, text }: FullPageNoticeProps) {
  return (
    <main class="whole">
      <Notice level={1} icon={icon} title={title}>
        {text}
      </Notice>
    </main>
  );
}
