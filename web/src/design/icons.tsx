/** Line icons on a 24 by 24 grid. They are decoration: what carries them has a name of its own. */

const SHAPES = {
  send: "M12 19V5m-6 6 6-6 6 6",
  down: "M12 5v14m6-6-6 6-6-6",
  back: "M19 12H5m6 6-6-6 6-6",
  close: "m6 6 12 12M18 6 6 18",
  clock: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18Zm0 4v5l3 2",
  check: "m5 12.5 4.5 4.5L19 7.5",
  alert: "M12 8v4.5m0 3.5h.01M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18Z",
  retry: "M20 12a8 8 0 1 1-2.5-5.8L20 8.5M20 4v4.5h-4.5",
  copy: "M9 9h11v11H9zM5 15H4V4h11v1",
  search: "M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14Zm5 12 4.5 4.5",
  settings:
    "M4 7h9m4 0h3M4 17h3m4 0h9M15 4.5a2.5 2.5 0 1 1 0 5 2.5 2.5 0 0 1 0-5ZM9 14.5a2.5 2.5 0 1 1 0 5 2.5 2.5 0 0 1 0-5Z",
  chat: "M6 4h12a3 3 0 0 1 3 3v8a3 3 0 0 1-3 3h-6l-5 4v-4H6a3 3 0 0 1-3-3V7a3 3 0 0 1 3-3Z",
  link: "M10 14a4 4 0 0 0 5.7 0l3-3A4 4 0 0 0 13 5.3l-1 1M14 10a4 4 0 0 0-5.7 0l-3 3a4 4 0 0 0 5.7 5.7l1-1",
  off: "M12 3v8M7 6.5a7.5 7.5 0 1 0 10 0",
  offline:
    "M3 3l18 18M8.5 16a5 5 0 0 1 7 0M5 12.5a10 10 0 0 1 5-2.7m4 .1a10 10 0 0 1 5 2.6M2 9a15 15 0 0 1 5-3.3M11 5a15 15 0 0 1 11 4M12 19.5h.01",
  leave: "M10 4H6a2 2 0 0 0-2 2v12a2 2 0 0 0 2 2h4M15 8l4 4-4 4M19 12H9",
  person: "M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8ZM4.5 20.5c.5-4 3.5-6 7.5-6s7 2 7.5 6",
  plus: "M12 5v14M5 12h14",
  info: "M12 11v5.5m0-9h.01M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18Z",
} as const;

export type IconName = keyof typeof SHAPES;

const TURNS_WITH_THE_SCRIPT: ReadonlySet<IconName> = new Set<IconName>(["back", "leave"]);

export function Icon({ name }: { name: IconName }) {
  return <Drawing shape={SHAPES[name]} turns={TURNS_WITH_THE_SCRIPT.has(name)} />;
}

/** A line icon by its shape; it may turn with the direction of the script. */
export function Drawing({ shape, turns = false }: { shape: string; turns?: boolean }) {
  return (
    <svg
      class={turns ? "icon icon-turns" : "icon"}
      viewBox="0 0 24 24"
      aria-hidden="true"
      focusable="false"
    >
      <path d={shape} />
    </svg>
  );
}
