/** The dashboard in each of its states. */

import { useEffect } from "preact/hooks";
import { assertNever } from "../../client/platform/assert-never";
import { Boundary } from "../../design/Boundary";
import { Button, Notice, Spinner } from "../../design/components";
import type { IconName } from "../../design/icons";
import { useValue } from "../../design/use-value";
import { locationName } from "../kit/format/location-name";
import { useDashboard, WorkspaceProvider } from "../kit/hooks/context";
import { useTexts } from "../kit/hooks/texts";
import type { AccountState, SignedOut } from "../model/account/account";
import { signInHref } from "../model/account/sign-in";
import type { Me } from "../model/gateway/contracts";
import { hrefOf, type LocationRoute } from "../model/navigation/routes";
import { InboxPage } from "../pages/inbox/InboxPage";
import { NewConversationPage } from "../pages/new-conversation/NewConversationPage";
import { SettingsPage } from "../pages/settings/SettingsPage";
import { Frame } from "./Frame";
import type { Tab } from "./tab";

export function App({ tab }: { tab: Tab }) {
  const texts = useTexts();
  const dashboard = useDashboard();
  const state = useValue(dashboard.account.state);
  useEffect(() => {
    document.title = texts.title;
  }, [texts]);
  if (state.kind !== "open") return <Outside state={state} />;
  if (state.me.locations.length === 0) {
    return (
      <FullPageNotice icon="info" {...texts.noLocations}>
        <Button onClick={() => dashboard.account.leave()}>{texts.signOut.action}</Button>
      </FullPageNotice>
    );
  }
  return <Inside me={state.me} tab={tab} />;
}

function Inside({ me, tab }: { me: Me; tab: Tab }) {
  const texts = useTexts();
  const dashboard = useDashboard();
  const workspace = useValue(dashboard.workspace);
  const route = useValue(dashboard.router.route);
  if (route.page === "booking") return <OpeningBooking bookingId={route.bookingId} />;
  if (route.page === "home" || route.page === "thread") return <Opening />;
  if (!workspace) return <NoSuchLocation me={me} />;
  if (workspace.location.locationId !== route.locationId) return <Opening />;
  return (
    <WorkspaceProvider value={{ me, workspace }}>
      <Frame key={route.locationId} tab={tab}>
        <Boundary
          of={route}
          instead={<FullPageNotice icon="alert" title={texts.cannotShow.part} />}
        >
          <LocationPage route={route} />
        </Boundary>
      </Frame>
    </WorkspaceProvider>
  );
}

function OpeningBooking({ bookingId }: { bookingId: string }) {
  const texts = useTexts();
  const notOpened = useValue(useDashboard().notOpened);
  if (notOpened?.bookingId !== bookingId) return <Opening />;
  const { title, "not-found": notFound } = texts.notOpened;
  const why = notOpened.why === "not-found" ? notFound : texts.why[notOpened.why];
  return (
    <FullPageNotice icon="search" title={title} text={why ?? texts.tryLater}>
      <a class="button" href={hrefOf({ page: "home" })}>
        {texts.backToList}
      </a>
    </FullPageNotice>
  );
}

function LocationPage({ route }: { route: LocationRoute }) {
  switch (route.page) {
    case "inbox":
      return <InboxPage />;
    case "start":
      return <NewConversationPage />;
    case "settings":
      return <SettingsPage tab={route.tab} />;
    default:
      return assertNever(route);
  }
}

function NoSuchLocation({ me: { locations } }: { me: Me }) {
  const texts = useTexts();
  return (
    <FullPageNotice icon="search" {...texts.noSuchLocation}>
      {locations.map((location) => (
        <a
          key={location.locationId}
          class="button"
          href={hrefOf({ page: "inbox", locationId: location.locationId, threadId: null })}
        >
          <bdi>{locationName(location)}</bdi>
        </a>
      ))}
    </FullPageNotice>
  );
}

/** Before there is anybody whom the dashboard is for. */
function Outside({ state }: { state: Exclude<AccountState, { kind: "open" }> }) {
  const texts = useTexts();
  const dashboard = useDashboard();
  switch (state.kind) {
    case "opening":
      return <Opening />;
    case "unreachable":
      return (
        <FullPageNotice icon="offline" {...texts.unreachable} busy>
          <Button icon="retry" onClick={() => dashboard.open()}>
            {texts.tryAgain}
          </Button>
        </FullPageNotice>
      );
    case "refused":
      return (
        <FullPageNotice icon="alert" {...texts.refused}>
          <Button icon="retry" onClick={() => dashboard.open()}>
            {texts.tryAgain}
          </Button>
        </FullPageNotice>
      );
    case "leaving":
      return <FullPageNotice icon="leave" title={texts.signOut.leaving} busy />;
    case "not-left":
      return (
        <FullPageNotice icon="offline" {...texts.signOut.failed} busy>
          <Button icon="retry" onClick={() => dashboard.account.wake()}>
            {texts.tryAgain}
          </Button>
        </FullPageNotice>
      );
    case "signed-out":
      return (
        <FullPageNotice icon={SIGNED_OUT_ICONS[state.why]} {...texts.signedOut[state.why]}>
          <a class="button button-primary" href={signInHref(location)}>
            {texts.signIn}
          </a>
        </FullPageNotice>
      );
    default:
      return assertNever(state);
  }
}

const SIGNED_OUT_ICONS: Readonly<Record<SignedOut, IconName>> = {
  new: "chat",
  ended: "clock",
  left: "check",
  denied: "alert",
  incomplete: "alert",
  unavailable: "alert",
};

function Opening() {
  const texts = useTexts();
  return (
    <main class="whole">
      <Spinner label={texts.loading} />
    </main>
  );
}

interface FullPageNoticeProps {
  icon: IconName;
  title: string;
  text?: string;
  busy?: boolean;
  children?: preact.ComponentChildren;
}

/** A page that has one thing to say, and at most one thing to do. */
function FullPageNotice({ icon, title, text, busy = false, children }: FullPageNoticeProps) {
  return (
    <main class="whole">
      <Notice level={1} icon={icon} title={title} actions={children}>
        {text}
      </Notice>
      {busy && <Spinner />}
    </main>
  );
}
