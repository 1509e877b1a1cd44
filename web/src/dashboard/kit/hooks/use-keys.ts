import { useEffect, useRef } from "preact/hooks";
import { type Command, commandOf, takesLetters } from "../../model/navigation/keys";
import { useDashboard } from "./context";

/**
 * Listens to the dashboard's keys for as long as the component is there.
 *
 * A key whose command is not among `commands` is left to whoever else listens to keys.
 */
export function useKeys(commands: Partial<Record<Command, () => void>>): void {
  const { preferences } = useDashboard();
  const latest = useRef(commands);
  latest.current = commands;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const command = commandOf(event, {
        typing: takesLetters(document.activeElement),
        dialog: document.querySelector("dialog[open]") !== null,
        letters: preferences.letters,
      });
      const run = command && latest.current[command];
      if (!run || event.defaultPrevented) return;
      event.preventDefault();
      run();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [preferences]);
}
