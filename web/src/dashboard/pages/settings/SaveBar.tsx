/** Saves what was edited, and says when somebody else was quicker. */

import { useEffect } from "preact/hooks";
import { Button } from "../../../design/components";
import { Icon } from "../../../design/icons";
import { useValue } from "../../../design/use-value";
import { useDashboard } from "../../kit/hooks/context";
import { useTexts } from "../../kit/hooks/texts";
import { type Form, isDirty } from "../../model/settings/edit-form";
import type { Forms } from "./forms";

export function SaveBar({ forms }: { forms: Forms }) {
  const texts = useTexts();
  const { toasts } = useDashboard();
  const all = [forms.switches, forms.policy];
  const shown: (Form<unknown> | null)[] = [
    useValue(forms.switches.form),
    useValue(forms.policy.form),
  ];
  const failures = [useValue(forms.switches.failure), useValue(forms.policy.failure)];
  const errors = [useValue(forms.switches.errors), useValue(forms.policy.errors)];
  const dirty = shown.some((form) => form !== null && isDirty(form));
  const isSaving = shown.some((form) => form?.saving);
  const isOutdated = shown.some((form) => form?.newer);
  const hasFailed = dirty && failures.some((failure) => failure !== null);
  const isInvalid = errors.some((each) => each.length > 0);

  const save = async () => {
    const saved = await Promise.all(all.map((form) => form.save()));
    if (saved.every(Boolean)) toasts.show(texts.settings.saved);
  };
  const discard = () => {
    for (const form of all) form.discard();
  };
  const keepMine = () => {
    for (const form of all) form.keepMine();
  };
  useFocusOnFirstError(isInvalid && !isSaving);
  return (
    <footer class={dirty ? "save-bar save-bar-dirty" : "save-bar"}>
      <div class="save-bar-words" role="status">
        {isOutdated ? (
          <>
            <p class="save-bar-warning">
              <Icon name="alert" />
              {texts.settings.outdated}
            </p>
            <div>
              <Button small onClick={discard}>
                {texts.settings.takeTheirs}
              </Button>
              <Button small onClick={keepMine}>
                {texts.settings.keepMine}
              </Button>
            </div>
          </>
        ) : (
          <p class={hasFailed || isInvalid ? "save-bar-warning" : ""}>
            {(hasFailed || isInvalid) && <Icon name="alert" />}
            {isInvalid
              ? texts.settings.invalid
              : hasFailed
                ? texts.settings.notSaved
                : dirty && texts.settings.unsaved}
          </p>
        )}
      </div>
      <div class="save-bar-actions">
        {dirty && (
          <Button disabled={isSaving} onClick={discard}>
            {texts.discard}
          </Button>
        )}
        <Button
          kind="primary"
          disabled={!dirty || isSaving || isOutdated}
          onClick={() => void save()}
        >
          {isSaving ? texts.settings.saving : texts.settings.save}
        </Button>
      </div>
    </footer>
  );
}

/** `ready`: there is an error, and its field takes the focus, as it does not while it is saved. */
function useFocusOnFirstError(ready: boolean): void {
  useEffect(() => {
    if (ready) document.querySelector<HTMLElement>('.page-body [aria-invalid="true"]')?.focus();
  }, [ready]);
}
