/** The booking on top, its conversation below, and the input at the end. */

import type { CannotWrite as Reason } from "../client/gateway/contracts";
import { Composer } from "../conversation/components/Composer";
import { ConnectionBanner } from "../conversation/components/ConnectionBanner";
import { MessageList } from "../conversation/components/MessageList";
import { Boundary } from "../design/Boundary";
import { Notice } from "../design/components";
import { Icon } from "../design/icons";
import { useValue } from "../design/use-value";
import { useTexts } from "../texts/context";
import type { PortalTexts } from "../texts/portal.en";
import { BookingHeader } from "./BookingHeader";
import type { Opened } from "./live-conversation";
import type { Visit } from "./visit";

export function OpenVisit({
  visit,
  booking,
  location,
  cannotMessage,
  conversation,
  connection,
}: Opened & { visit: Visit }) {
  const texts = useTexts<PortalTexts>();
  const history = useValue(conversation.history);
  const outbox = useValue(conversation.outbox);
  const isEmpty = history.messages.length === 0 && outbox.length === 0;
  return (
    <div class="page">
      <BookingHeader
        booking={booking}
        location={location}
        visit={visit}
        conversation={conversation}
      />
      <main class="talk" aria-label={texts.conversation}>
        <ConnectionBanner connection={connection} />
        {isEmpty ? (
          <Notice icon="chat" title={texts.empty.title}>
            {cannotMessage ? texts.empty.off : texts.empty.text}
          </Notice>
        ) : (
          <Boundary of={history} instead={<Notice icon="alert" title={texts.cannotShow.part} />}>
            <MessageList conversation={conversation} timeZone={booking.timeZone} />
          </Boundary>
        )}
        {cannotMessage ? (
          <CannotWrite why={cannotMessage} />
        ) : (
          <Composer conversation={conversation} />
        )}
      </main>
    </div>
  );
}

function CannotWrite({ why }: { why: Reason }) {
  const texts = useTexts<PortalTexts>();
  return (
    <div class="messaging-off" role="status">
      <Icon name="info" />
      <p>
        <strong>{texts.cannotWrite[why]}</strong> {texts.stillReadable}
      </p>
    </div>
  );
}
