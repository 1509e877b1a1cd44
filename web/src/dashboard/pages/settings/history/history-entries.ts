/** The histories of the switches and of the alerts, as one. Pure. */

import type { AlertChange, SwitchesChange } from "../../../model/gateway/contracts";

export type HistoryEntry =
  | {
      readonly kind: "switches";
      readonly at: number;
      readonly key: string;
      readonly change: SwitchesChange;
    }
  | {
      readonly kind: "alerts";
      readonly at: number;
      readonly key: string;
      readonly change: AlertChange;
    };

/**
 * The lines of both, newest first.
 *
 * Of each history only the newest pages are here. What is older than the last line of one that has
 * more is held back: something of that one may belong before it.
 */
export function historyEntries(
  switches: readonly SwitchesChange[],
  hasMoreSwitches: boolean,
  alerts: readonly AlertChange[],
  hasMoreAlerts: boolean,
): HistoryEntry[] {
  const entries: HistoryEntry[] = [
    ...switches.map((change): HistoryEntry => {
      const at = Date.parse(change.changedAt);
      return { kind: "switches", at, key: `switches ${change.version}`, change };
    }),
    ...alerts.map((change): HistoryEntry => {
      return { kind: "alerts", at: Date.parse(change.changedAt), key: change.id, change };
    }),
  ];
  const horizon = Math.max(
    hasMoreSwitches ? Date.parse(switches.at(-1)?.changedAt ?? "") : 0,
    hasMoreAlerts ? Date.parse(alerts.at(-1)?.changedAt ?? "") : 0,
  );
  return entries.filter(({ at }) => at >= horizon).sort((one, other) => other.at - one.at);
}

/** Which switches a change flipped, and to what. */
export function flipped({ from, to }: SwitchesChange): { name: keyof typeof to; on: boolean }[] {
  const names = ["portalEnabled", "supportMessaging"] as const;
  return names.filter((name) => from[name] !== to[name]).map((name) => ({ name, on: to[name] }));
}
