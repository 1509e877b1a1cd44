import { numberText } from "../../../locale/intl";

/** A count as a badge has room for it: `9+` above 9. Pure. */
export function badgeText(count: number, locale: string): string {
  return count > 9 ? `${numberText(9, locale)}+` : numberText(count, locale);
}
