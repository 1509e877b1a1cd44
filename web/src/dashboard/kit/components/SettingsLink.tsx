/** Leads to the switches of the location; administrators can turn them on there. */

import { canAdminister } from "../../model/account/permissions";
import { hrefOf } from "../../model/navigation/routes";
import { useWorkspace } from "../hooks/context";
import { useTexts } from "../hooks/texts";

export function SettingsLink({ class: className }: { class?: string }) {
  const texts = useTexts();
  const { workspace, me } = useWorkspace();
  const { locationId } = workspace.location;
  return (
    <a
      href={hrefOf({ page: "settings", locationId, tab: "general" })}
      {...(className ? { class: className } : {})}
    >
      {canAdminister(me) ? texts.off.switchOn : texts.off.lookUp}
    </a>
  );
}
