/**
 * A form about something that others may change at the same time. Pure.
 *
 * What was saved is followed while nothing is edited here. Edits are never lost to somebody else's
 * change: the form says that there was one, and the reader decides.
 */

export interface Form<Value> {
  /** As it is saved, with its version; edits are made in view of it. */
  readonly base: Saved<Value>;
  readonly edited: Value;
  /** What somebody else has saved since, which the edits do not know of; null for nothing. */
  readonly newer: Saved<Value> | null;
  readonly saving: boolean;
}

export interface Saved<Value> {
  readonly value: Value;
  readonly version: number;
}

export function formOf<Value>(base: Saved<Value>): Form<Value> {
  return { base, edited: base.value, newer: null, saving: false };
}

export function isDirty<Value>({ base, edited }: Form<Value>): boolean {
  return !isSame(base.value, edited);
}

export function withEdit<Value>(form: Form<Value>, edit: Partial<Value>): Form<Value> {
  return { ...form, edited: { ...form.edited, ...edit } };
}

/** Undoes all edits; what somebody else has saved stands there then. */
export function discarded<Value>(form: Form<Value>): Form<Value> {
  return formOf(form.newer ?? form.base);
}

/** Keeps the edits, to be saved over what somebody else has saved. */
export function overwriting<Value>(form: Form<Value>): Form<Value> {
  return form.newer ? { ...form, base: form.newer, newer: null } : form;
}

export function saving<Value>(form: Form<Value>): Form<Value> {
  return { ...form, saving: true };
}

/** Saving has failed; the edits are still there. */
export function notSaved<Value>(form: Form<Value>): Form<Value> {
  return { ...form, saving: false };
}

/** Takes in what is saved now, whoever saved it. */
export function withSaved<Value>(form: Form<Value>, saved: Saved<Value>): Form<Value> {
  if (saved.version < (form.newer ?? form.base).version) return form;
  if (!isDirty(form) || isSame(saved.value, form.edited)) {
    return { ...formOf(saved), saving: form.saving };
  }
  // A later version with the old values asks nobody to decide.
  if (isSame(saved.value, form.base.value)) return { ...form, base: saved, newer: null };
  return { ...form, newer: saved };
}

/** Whether two values of a form are the same: plain data, in any order of their fields. */
function isSame(one: unknown, other: unknown): boolean {
  if (typeof one !== "object" || typeof other !== "object" || one === null || other === null) {
    return one === other;
  }
  const [fields, others] = [Object.entries(one), Object.entries(other)];
  const of = new Map(others);
  return (
    fields.length === others.length && fields.every(([name, value]) => isSame(value, of.get(name)))
  );
}
