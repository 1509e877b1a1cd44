/** A button that opens a menu, worked as menus are: arrows, Home, End, Escape, letters. */

import type { ComponentChildren } from "preact";
import { useEffect, useId, useLayoutEffect, useRef, useState } from "preact/hooks";
import { Icon } from "../../../design/icons";

export interface MenuItem {
  readonly key: string;
  readonly label: ComponentChildren;
  /** Its words, for finding it by a letter. */
  readonly words: string;
  /** One of several is chosen; without it the item only does something. */
  readonly chosen?: boolean;
  readonly danger?: boolean;
  readonly onChoose: () => void;
}

interface MenuProps {
  label: string;
  button: ComponentChildren;
  buttonClass: string;
  items: readonly MenuItem[];
  /** Stands above the items. */
  head?: ComponentChildren;
  /** Where it opens: below the button or above it, from its start or to its end. */
  place?: "below" | "below-end" | "above" | "beside";
  onOpen?: () => void;
}

export function Menu({
  label,
  button,
  buttonClass,
  items,
  head,
  place = "below",
  onOpen,
}: MenuProps) {
  const [isOpen, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const trigger = useRef<HTMLButtonElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const id = useId();

  const open = () => {
    setOpen(true);
    onOpen?.();
  };
  const close = (refocus: boolean) => {
    setOpen(false);
    if (refocus) trigger.current?.focus();
  };

  useLayoutEffect(() => {
    if (!isOpen) return;
    const chosen = list.current?.querySelector<HTMLElement>('[aria-checked="true"]');
    (chosen ?? itemsIn(list.current)[0])?.focus();
  }, [isOpen]);

  useEffect(() => {
    if (!isOpen) return;
    const onPress = (event: PointerEvent) => {
      if (!root.current?.contains(event.target as Node)) setOpen(false);
    };
    document.addEventListener("pointerdown", onPress, true);
    return () => document.removeEventListener("pointerdown", onPress, true);
  }, [isOpen]);

  return (
    <div class="menu" ref={root}>
      <button
        ref={trigger}
        type="button"
        class={buttonClass}
        aria-label={label}
        title={label}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        aria-controls={isOpen ? id : undefined}
        onClick={() => (isOpen ? close(true) : open())}
        onKeyDown={(event) => {
          if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
          event.preventDefault();
          open();
        }}
      >
        {button}
      </button>
      {isOpen && (
        <div class={`menu-panel menu-${place}`}>
          {head}
          <div
            id={id}
            ref={list}
            role="menu"
            aria-label={label}
            tabIndex={-1}
            onKeyDown={(event) => onMenuKey(event, list.current, close)}
            onFocusOut={(event) => {
              const to = event.relatedTarget;
              if (to instanceof Node && !root.current?.contains(to)) setOpen(false);
            }}
          >
            {items.map((item) => (
              <Item
                key={item.key}
                item={item}
                onChoose={() => {
                  close(true);
                  item.onChoose();
                }}
              />
            ))}
          </div>
        </div>
      )}
    </div>
  );
}

function Item({ item, onChoose }: { item: MenuItem; onChoose: () => void }) {
  const isChoice = item.chosen !== undefined;
  return (
    <button
      type="button"
      class={item.danger ? "menu-item menu-item-danger" : "menu-item"}
      {...(isChoice
        ? { role: "menuitemradio", "aria-checked": item.chosen }
        : { role: "menuitem" })}
      tabIndex={-1}
      data-words={item.words.toLowerCase()}
      onClick={onChoose}
    >
      {isChoice && <span class="menu-mark">{item.chosen && <Icon name="check" />}</span>}
      {item.label}
    </button>
  );
}

function itemsIn(list: HTMLElement | null): HTMLElement[] {
  return [...(list?.querySelectorAll<HTMLElement>(".menu-item") ?? [])];
}

function onMenuKey(
  event: KeyboardEvent,
  list: HTMLElement | null,
  close: (refocus: boolean) => void,
) {
  const items = itemsIn(list);
  const at = items.indexOf(document.activeElement as HTMLElement);
  const go = (index: number) => items[(index + items.length) % items.length]?.focus();
  const { key } = event;
  if (key === "ArrowDown") go(at + 1);
  else if (key === "ArrowUp") go(at - 1);
  else if (key === "Home") go(0);
  else if (key === "End") go(items.length - 1);
  else if (key === "Escape") close(true);
  else if (key === "Tab") {
    close(true);
    return;
  } else if (key.length === 1 && key !== " " && !event.ctrlKey && !event.metaKey) {
    const after = [...items.slice(at + 1), ...items.slice(0, at + 1)];
    after.find((item) => item.dataset.words?.startsWith(key.toLowerCase()))?.focus();
  } else return;
  event.preventDefault();
  event.stopPropagation();
}
