/** The dashboard, for every component below it. */

import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Me } from "../contracts";
import type { Desk } from "../desk";
import type { Dashboard } from "./dashboard";

const Context = createContext<Dashboard | null>(null);

export const Provided = Context.Provider;

export function useDashboard(): Dashboard {
  const dashboard = useContext(Context);
  if (!dashboard) throw new Error("a part of the dashboard stands outside of it");
  return dashboard;
}

interface AtDesk {
  readonly me: Me;
  readonly desk: Desk;
}

const DeskContext = createContext<AtDesk | null>(null);

export const Seated = DeskContext.Provider;

/** Who is here, and their desk; for components of a location's pages. */
export function useDesk(): AtDesk {
  const seated = useContext(DeskContext);
  if (!seated) throw new Error("a part of a location's page stands outside of it");
  return seated;
}
