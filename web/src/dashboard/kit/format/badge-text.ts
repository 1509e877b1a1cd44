/** A count as a badge has room for it: `9+` above 9. Pure. */
export function badgeText(count: number, locale: string): string {
  return count > 9 ? `${(9).toLocaleString(locale)}+` : count.toLocaleString(locale);
}
