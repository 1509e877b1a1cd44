import { useEffect, useRef } from "preact/hooks";
import { type Command, commandOf, takesLetters } from "../keys";
import { useDashboard } from "./context";

/** Hears the dashboard's keys for as long as the component is there. */
export function useKeys(onCommand: (command: Command) => void): void {
  const { preferences } = useDashboard();
  const latest = useRef(onCommand);
  latest.current = onCommand;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const command = commandOf(event, {
        typing: takesLetters(document.activeElement),
        dialog: document.querySelector("dialog[open]") !== null,
        letters: preferences.letters,
      });
      if (command === null || event.defaultPrevented) return;
      event.preventDefault();
      latest.current(command);
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [preferences]);
}
