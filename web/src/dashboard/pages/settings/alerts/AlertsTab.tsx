/** Where alerts go, and how much of them. */

import { ReadOnly } from "../../../kit/components/ReadOnly";
import { useDesk } from "../../../kit/hooks/context";
import { useTexts } from "../../../kit/hooks/texts";
import { canAdminister } from "../../../model/account/permissions";
import type { AlertPolicy } from "../../../model/gateway/contracts";
import type { Editing } from "../../../model/settings/editing";
import { Destinations } from "./Destinations";
import { PolicyForm } from "./PolicyForm";

export function AlertsTab({ policy }: { policy: Editing<AlertPolicy> }) {
  const texts = useTexts();
  const { me } = useDesk();
  if (!canAdminister(me)) return <ReadOnly>{texts.settings.adminsOnly}</ReadOnly>;
  return (
    <>
      <Destinations />
      <PolicyForm editing={policy} />
    </>
  );
}
