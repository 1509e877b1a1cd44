/** Which location's inbox is open, and the way to the others. */

import { useState } from "preact/hooks";
import { asRequestFailure } from "../../../client/gateway/problems";
import { Badge } from "../../../design/components";
import { useLanguage } from "../../../texts/context";
import { Glyph } from "../../kit/components/icons";
import { Menu } from "../../kit/components/Menu";
import { badgeText } from "../../kit/format/badge-text";
import { locationName } from "../../kit/format/location-name";
import { useDashboard, useWorkspace } from "../../kit/hooks/context";
import { useTexts } from "../../kit/hooks/texts";
import type { Location } from "../../model/gateway/contracts";

export function LocationPicker() {
  const texts = useTexts();
  const dashboard = useDashboard();
  const { me, workspace } = useWorkspace();
  const [unread, setUnread] = useState<Readonly<Record<string, number>>>({});

  if (me.locations.length < 2) {
    return (
      <h1 class="location-name">
        <bdi>{locationName(workspace.location)}</bdi>
      </h1>
    );
  }
  const countEach = async () => {
    const counts = await Promise.all(
      me.locations.map(async ({ locationId }) => {
        const { threads } = await dashboard.api.unreadAt(locationId);
        return [locationId, threads] as const;
      }),
    );
    setUnread(Object.fromEntries(counts));
  };
  return (
    <h1 class="location-name">
      <Menu
        label={texts.location(locationName(workspace.location))}
        buttonClass="location-button"
        button={
          <>
            <bdi>{locationName(workspace.location)}</bdi>
            <Glyph name="chevron" />
          </>
        }
        // Without the numbers the menu is still of use.
        onOpen={() => void countEach().catch(asRequestFailure)}
        items={me.locations.map((location) => ({
          key: location.locationId,
          words: locationName(location),
          chosen: location.locationId === workspace.location.locationId,
          label: <Choice location={location} unread={unread[location.locationId] ?? 0} />,
          onChoose: () =>
            dashboard.router.go({ page: "inbox", locationId: location.locationId, threadId: null }),
        }))}
      />
    </h1>
  );
}

function Choice({ location, unread }: { location: Location; unread: number }) {
  const texts = useTexts();
  const { locale } = useLanguage();
  return (
    <>
      <bdi class="menu-words">{locationName(location)}</bdi>
      {unread > 0 && <Badge label={texts.unreadThreads(unread)}>{badgeText(unread, locale)}</Badge>}
    </>
  );
}
