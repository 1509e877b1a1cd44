/** The pages of a location, and who is here. */

import { useState } from "preact/hooks";
import { Badge, Button, Dialog } from "../../design/components";
import { useValue } from "../../design/use-value";
import { clustersOf } from "../../locale/cut";
import { upperCase } from "../../locale/intl";
import { nameOr } from "../../locale/visible";
import { useLanguage } from "../../texts/context";
import { Glyph, type GlyphName } from "../kit/components/icons";
import { Menu } from "../kit/components/Menu";
import { badgeText } from "../kit/format/badge-text";
import { useDashboard, useWorkspace } from "../kit/hooks/context";
import { useTexts } from "../kit/hooks/texts";
import { hrefOf, type Route } from "../model/navigation/routes";

export function Navigation({ onKeys }: { onKeys: () => void }) {
  const texts = useTexts();
  const { workspace } = useWorkspace();
  const { router } = useDashboard();
  const { page } = useValue(router.route);
  const { locationId } = workspace.location;
  return (
    <nav class="navigation" aria-label={texts.navigation}>
      <ul>
        <NavigationLink
          route={{ page: "inbox", locationId, threadId: null }}
          isHere={page === "inbox"}
          icon="inbox"
          label={texts.inbox}
        >
          <UnreadBadge />
        </NavigationLink>
        <NavigationLink
          route={{ page: "start", locationId }}
          isHere={page === "start"}
          icon="start"
          label={texts.start.title}
        />
        <NavigationLink
          route={{ page: "settings", locationId, tab: "general" }}
          isHere={page === "settings"}
          icon="gear"
          label={texts.settings.title}
        />
      </ul>
      <button
        type="button"
        class="navigation-keys"
        aria-label={texts.keys.title}
        title={texts.withKey(texts.keys.title, "?")}
        onClick={onKeys}
      >
        <Glyph name="keyboard" />
      </button>
      <AccountMenu onKeys={onKeys} />
    </nav>
  );
}

interface NavigationLinkProps {
  route: Route;
  isHere: boolean;
  icon: GlyphName;
  label: string;
  children?: preact.ComponentChildren;
}

function NavigationLink({ route, isHere, icon, label, children }: NavigationLinkProps) {
  return (
    <li>
      <a
        class="navigation-place"
        href={hrefOf(route)}
        aria-current={isHere ? "page" : undefined}
        title={label}
      >
        <Glyph name={icon} />
        <span class="navigation-label">{label}</span>
        {children}
      </a>
    </li>
  );
}

/** How many threads of the location are unread. */
function UnreadBadge() {
  const texts = useTexts();
  const { locale } = useLanguage();
  const { inbox } = useWorkspace().workspace;
  const unread = useValue(inbox.unread);
  if (!unread || unread.threads === 0) return null;
  return (
    <Badge label={texts.unreadThreads(unread.threads)}>{badgeText(unread.threads, locale)}</Badge>
  );
}

function AccountMenu({ onKeys }: { onKeys: () => void }) {
  const texts = useTexts();
  const dashboard = useDashboard();
  const { me } = useWorkspace();
  const [asks, setAsks] = useState(false);
  const name = nameOr(me.name, texts.support);

  const leave = () => {
    setAsks(false);
    dashboard.account.leave();
  };
  return (
    <>
      <Menu
        label={texts.account(name)}
        place="beside"
        buttonClass="navigation-account"
        // A picture of the name, not a part of it: said aloud it would only confuse.
        button={<span data-initials={initialsOf(name)} />}
        head={
          <p class="menu-head">
            <bdi>{name}</bdi>
            <span>{texts.role[me.role]}</span>
          </p>
        }
        items={[
          { key: "keys", label: texts.keys.title, words: texts.keys.title, onChoose: onKeys },
          {
            key: "sign-out",
            label: texts.signOut.action,
            words: texts.signOut.action,
            onChoose: () => (dashboard.hasUnsent() ? setAsks(true) : leave()),
          },
        ]}
      />
      {asks && (
        <Dialog
          title={texts.signOut.title}
          onClose={() => setAsks(false)}
          actions={
            <>
              <Button onClick={() => setAsks(false)}>{texts.signOut.stay}</Button>
              <Button kind="danger" onClick={leave}>
                {texts.signOut.action}
              </Button>
            </>
          }
        >
          <p>{texts.signOut.text}</p>
        </Dialog>
      )}
    </>
  );
}

/** `AF` of Ana Ferreira. */
function initialsOf(name: string): string {
  const words = name.split(/\s+/).filter((word) => word !== "");
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined];
  return letters.map((word) => upperCase([...clustersOf(word ?? "")][0] ?? "")).join("");
}
