/** Where alerts go, and how much of them. */

import { ReadOnly } from "../../../kit/components/ReadOnly";
import { useWorkspace } from "../../../kit/hooks/context";
import { useTexts } from "../../../kit/hooks/texts";
import { canAdminister } from "../../../model/account/permissions";
import type { AlertPolicy } from "../../../model/gateway/contracts";
import type { FormController } from "../../../model/settings/form-controller";
import { Destinations } from "./Destinations";
import { PolicyForm } from "./PolicyForm";

export function AlertsTab({ policy }: { policy: FormController<AlertPolicy> }) {
  const texts = useTexts();
  const { me } = useWorkspace();
  if (!canAdminister(me)) return <ReadOnly>{texts.settings.adminsOnly}</ReadOnly>;
  return (
    <>
      <Destinations />
      <PolicyForm controller={policy} />
    </>
  );
}
