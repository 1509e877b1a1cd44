/** Where a message is written. */

import type { Ref } from "preact";
import { useEffect, useImperativeHandle, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Conversation } from "../../client/messaging/conversation";
import { lengthOf, MAX_TEXT_LENGTH } from "../../client/messaging/text";
import { IconButton } from "../../design/components";
import { numberText } from "../../locale/intl";
import { useLanguage, useTexts } from "../../texts/context";

/** From here on the writer is told how much is left. */
const COUNTED_FROM = MAX_TEXT_LENGTH - 400;

interface ComposerProps {
  conversation: Conversation;
  autoFocus?: boolean;
  control?: Ref<ComposerControl>;
}

export interface ComposerControl {
  focus(): void;
}

/** Give it the thread's id as `key`: each thread has a draft of its own. */
export function Composer({ conversation, autoFocus = false, control = null }: ComposerProps) {
  const texts = useTexts();
  const field = useRef<HTMLTextAreaElement>(null);
  const [text, setText] = useState(() => conversation.draft());
  const length = lengthOf(text);
  const isTooLong = length > MAX_TEXT_LENGTH;
  const canSend = length > 0 && !isTooLong;

  useFittingHeight(field, text);
  useEffect(() => {
    if (autoFocus) field.current?.focus();
  }, [autoFocus]);

  useImperativeHandle(control, () => ({ focus: () => field.current?.focus() }));

  const change = (changed: string) => {
    setText(changed);
    conversation.saveDraft(changed);
  };
  const send = () => {
    if (!canSend || !conversation.sending.write(text)) return;
    change("");
    field.current?.focus();
  };

  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <div class={isTooLong ? "composer-box composer-too-long" : "composer-box"}>
        <textarea
          ref={field}
          value={text}
          rows={1}
          dir="auto"
          enterkeyhint="send"
          placeholder={texts.write}
          aria-label={texts.write}
          aria-describedby="composer-count"
          aria-invalid={isTooLong}
          onInput={(event) => change(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (!sends(event)) return;
            event.preventDefault();
            send();
          }}
        />
        <IconButton
          icon="send"
          label={texts.send}
          kind="primary"
          type="submit"
          disabled={!canSend}
        />
      </div>
      <Count length={length} />
    </form>
  );
}

/**
 * Enter alone sends. While an input method composes, Enter belongs to it: some browsers end the
 * composition before they report the key, and mark it with the code 229.
 */
function sends(event: KeyboardEvent): boolean {
  const composing = event.isComposing || event.keyCode === 229;
  const plain = !event.shiftKey && !event.ctrlKey && !event.altKey && !event.metaKey;
  return event.key === "Enter" && plain && !composing;
}

function Count({ length }: { length: number }) {
  const texts = useTexts();
  const { locale } = useLanguage();
  const format = (count: number) => numberText(count, locale);
  const excess = length - MAX_TEXT_LENGTH;
  return (
    <p
      id="composer-count"
      class={excess > 0 ? "composer-count composer-count-over" : "composer-count"}
      role="status"
    >
      {length >= COUNTED_FROM && texts.characters(format(length), format(MAX_TEXT_LENGTH))}
      {excess > 0 && ` · ${texts.tooLong(excess)}`}
    </p>
  );
}

/** The field grows with its text; how far, its style says. */
function useFittingHeight(field: { current: HTMLTextAreaElement | null }, text: string): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: the text is what the height follows from
  useLayoutEffect(() => {
    const element = field.current;
    if (!element || CSS.supports("field-sizing", "content")) return;
    element.style.blockSize = "auto";
    element.style.blockSize = `${element.scrollHeight}px`;
  }, [field, text]);
}
