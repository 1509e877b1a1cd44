/** Arabic counts in six forms; zero and the hundreds take the form of many. */

import { numberText, pluralOf } from "../locale/intl";

interface Forms {
  one: string;
  two: string;
  few: (count: string) => string;
  many: (count: string) => string;
}

const LOCALE = "ar";

export function arabicNumber(count: number): string {
  return numberText(count, LOCALE);
}

export function arabicCount(count: number, forms: Forms): string {
  const number = arabicNumber(count);
  switch (pluralOf(count, LOCALE)) {
    case "one":
      return forms.one;
    case "two":
      return forms.two;
    case "few":
      return forms.few(number);
    default:
      return forms.many(number);
  }
}
