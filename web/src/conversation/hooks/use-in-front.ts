import { useEffect, useState } from "preact/hooks";

/** Whether the reader has the page before them. */
export function useInFront(): boolean {
  const [inFront, setInFront] = useState(() => !document.hidden);
  useEffect(() => {
    const onChange = () => setInFront(!document.hidden);
    document.addEventListener("visibilitychange", onChange);
    return () => document.removeEventListener("visibilitychange", onChange);
  }, []);
  return inFront;
}
