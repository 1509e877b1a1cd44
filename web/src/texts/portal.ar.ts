import type { PortalTexts } from "./portal.en";
import { shared } from "./shared.ar";

const portal: PortalTexts = {
  ...shared,
  title: "محادثتك",
};
export default portal;
