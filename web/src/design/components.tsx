/** The parts that both pages are made of. */

import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { Icon, type IconName } from "./icons";

interface ButtonProps {
  kind?: "primary" | "danger" | "plain";
  small?: boolean;
  icon?: IconName;
  disabled?: boolean;
  type?: "button" | "submit";
  onClick?: () => void;
  children: ComponentChildren;
}

export function Button({ kind, small, icon, type = "button", children, ...rest }: ButtonProps) {
  const names = ["button", kind && `button-${kind}`, small && "button-small"];
  return (
    <button {...rest} type={type} class={names.filter(Boolean).join(" ")}>
      {icon && <Icon name={icon} />}
      {children}
    </button>
  );
}

interface IconButtonProps {
  icon: IconName;
  /** What it does, for those who cannot see the icon. */
  label: string;
  kind?: "primary" | "plain";
  disabled?: boolean;
  type?: "button" | "submit";
  onClick?: () => void;
}

export function IconButton({
  icon,
  label,
  kind = "plain",
  type = "button",
  ...rest
}: IconButtonProps) {
  return (
    <button
      {...rest}
      type={type}
      class={`button button-icon button-${kind}`}
      aria-label={label}
      title={label}
      // The keyboard of a phone stays open: what had the focus keeps it.
      onMouseDown={(event) => event.preventDefault()}
    >
      <Icon name={icon} />
    </button>
  );
}

export type Tone = "neutral" | "positive" | "warning" | "danger";

export function Pill({ tone = "neutral", children }: { tone?: Tone; children: ComponentChildren }) {
  return <span class={`pill pill-${tone}`}>{children}</span>;
}

export function Badge({ label, children }: { label: string; children: ComponentChildren }) {
  return (
    <span class="badge">
      <span aria-hidden="true">{children}</span>
      <span class="unseen">{label}</span>
    </span>
  );
}

export function Spinner({ label }: { label?: string }) {
  return (
    <span
      class="spinner"
      {...(label ? { role: "img", "aria-label": label } : { "aria-hidden": true })}
    />
  );
}

export interface BannerProps {
  tone?: "neutral" | "warning" | "danger";
  busy?: boolean;
  children: ComponentChildren;
}

/** Something about the whole page that stays for as long as it is true. */
export function Banner({ tone = "neutral", busy = false, children }: BannerProps) {
  return (
    <div class={`banner banner-${tone}`} role="status">
      {busy ? <Spinner /> : <Icon name={tone === "neutral" ? "info" : "alert"} />}
      <span>{children}</span>
    </div>
  );
}

interface NoticeProps {
  icon: IconName;
  title: string;
  children?: ComponentChildren;
  actions?: ComponentChildren;
  /** A whole page has a heading of the first rank, a panel of the second. */
  level?: 1 | 2;
}

/** A page, or a panel, that has one thing to say and says what to do. */
export function Notice({ icon, title, children, actions, level = 2 }: NoticeProps) {
  const Heading: "h1" | "h2" = level === 1 ? "h1" : "h2";
  return (
    <div class="notice">
      <div class="notice-icon">
        <Icon name={icon} />
      </div>
      <Heading>{title}</Heading>
      {children && <p>{children}</p>}
      {actions && <div class="notice-actions">{actions}</div>}
    </div>
  );
}

interface FieldProps {
  label: string;
  hint?: string;
  error?: string;
  /** Gets what ties the control to its label, hint and error. */
  children: (ties: {
    id: string;
    "aria-describedby"?: string;
    "aria-invalid"?: true;
  }) => ComponentChildren;
  id: string;
}

export function Field({ id, label, hint, error, children }: FieldProps) {
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ");
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {children({
        id,
        ...(described ? { "aria-describedby": described } : {}),
        ...(error ? { "aria-invalid": true as const } : {}),
      })}
      {hint && (
        <span class="field-hint" id={`${id}-hint`}>
          {hint}
        </span>
      )}
      {error && (
        <span class="field-error" id={`${id}-error`}>
          {error}
        </span>
      )}
    </div>
  );
}

interface DialogProps {
  title: string;
  onClose: () => void;
  actions?: ComponentChildren;
  children: ComponentChildren;
}

/** A modal dialog: it keeps the focus, Escape closes it, and the focus goes back where it was. */
export function Dialog({ title, onClose, actions, children }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  return (
    <dialog ref={dialog} class="dialog" aria-labelledby="dialog-title" onClose={onClose}>
      <h2 id="dialog-title">{title}</h2>
      {children}
      {actions && <div class="dialog-actions">{actions}</div>}
    </dialog>
  );
}
