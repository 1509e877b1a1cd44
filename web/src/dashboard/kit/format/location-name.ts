import { nameOr } from "../../../locale/visible";
import type { Location } from "../../model/gateway/contracts";

/** The location's name, or its id where the login service gives no name. */
export function locationName({ name, locationId }: Location): string {
  return nameOr(name, locationId);
}
