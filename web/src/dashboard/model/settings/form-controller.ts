/** Something that is edited in a form and saved under its version. */

import { type ReadonlySignal, signal } from "@preact/signals-core";
import {
  asRequestFailure,
  type FieldError,
  ProblemError,
  type RequestFailure,
} from "../../../client/gateway/problems";
import {
  discarded,
  type Form,
  formOf,
  isDirty,
  notSaved,
  overwriting,
  type Saved,
  saving,
  withEdit,
  withSaved,
} from "./edit-form";

export interface FormParts<Value> {
  load(): Promise<Saved<Value>>;
  /** Throws Problem 412 when there is a newer version. */
  save(value: Value, version: number): Promise<Saved<Value>>;
}

const STALE = 412;
const INVALID = 422;

export class FormController<Value> {
  readonly #parts: FormParts<Value>;
  readonly #form = signal<Form<Value> | null>(null);
  readonly #failure = signal<RequestFailure | null>(null);
  readonly #errors = signal<readonly FieldError[]>([]);

  constructor(parts: FormParts<Value>) {
    this.#parts = parts;
  }

  /** null until it was loaded. */
  get form(): ReadonlySignal<Form<Value> | null> {
    return this.#form;
  }
  /** Why it could not be loaded or saved the last time. */
  get failure(): ReadonlySignal<RequestFailure | null> {
    return this.#failure;
  }
  /** What is wrong with what was to be saved, field by field. */
  get errors(): ReadonlySignal<readonly FieldError[]> {
    return this.#errors;
  }
  get isDirty(): boolean {
    const form = this.#form.peek();
    return form !== null && isDirty(form);
  }

  async load(): Promise<void> {
    try {
      this.saw(await this.#parts.load());
      this.#failure.value = null;
    } catch (error) {
      this.#failure.value = asRequestFailure(error);
    }
  }

  /** Takes in what is saved now, as it was heard of. */
  saw(saved: Saved<Value>): void {
    const form = this.#form.peek();
    this.#form.value = form ? withSaved(form, saved) : formOf(saved);
  }

  edit(edit: Partial<Value>): void {
    this.#change((form) => withEdit(form, edit));
    const edited = new Set(Object.keys(edit as object));
    this.#errors.value = this.#errors
      .peek()
      .filter(({ field }) => !edited.has(field.split(".")[0] ?? ""));
  }

  discard(): void {
    this.#change(discarded);
    this.#errors.value = [];
    this.#failure.value = null;
  }

  keepMine(): void {
    this.#change(overwriting);
  }

  /** Whether everything is saved now. */
  async save(): Promise<boolean> {
    const form = this.#form.peek();
    if (!form || !isDirty(form)) return true;
    this.#form.value = saving(form);
    this.#failure.value = null;
    this.#errors.value = [];
    try {
      this.saw(await this.#parts.save(form.edited, form.base.version));
    } catch (error) {
      await this.#onRefused(asRequestFailure(error));
    }
    this.#change(notSaved);
    return !this.isDirty;
  }

  async #onRefused(failure: RequestFailure): Promise<void> {
    const status = failure instanceof ProblemError ? failure.status : 0;
    if (status === STALE) await this.load();
    else if (status === INVALID && failure instanceof ProblemError && failure.errors.length > 0) {
      this.#errors.value = failure.errors;
    } else this.#failure.value = failure;
  }

  #change(change: (form: Form<Value>) => Form<Value>): void {
    const form = this.#form.peek();
    if (form) this.#form.value = change(form);
  }
}
