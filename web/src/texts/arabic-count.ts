/** Arabic counts in six forms; zero and the hundreds take the form of many. */

interface Forms {
  one: string;
  two: string;
  few: (count: string) => string;
  many: (count: string) => string;
}

const RULES = new Intl.PluralRules("ar");
const NUMBERS = new Intl.NumberFormat("ar");

export function arabicCount(count: number, forms: Forms): string {
  const number = NUMBERS.format(count);
  switch (RULES.select(count)) {
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
