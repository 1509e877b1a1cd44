/** Where alerts go, and how much of them. */

import { useDesk } from "../app/context";
import type { AlertPolicy } from "../contracts";
import { useTexts } from "../texts";
import { Destinations } from "./Destinations";
import type { Editing } from "./editing";
import { PolicyForm } from "./PolicyForm";
import { ReadOnly } from "./ReadOnly";

export function AlertsTab({ policy }: { policy: Editing<AlertPolicy> }) {
  const texts = useTexts();
  const { me } = useDesk();
  if (me.role !== "administrator") return <ReadOnly>{texts.settings.adminsOnly}</ReadOnly>;
  return (
    <>
      <Destinations />
      <PolicyForm editing={policy} />
    </>
  );
}
