/** The dashboard, for every component below it. */

import { createContext } from "preact";
import { useContext, useEffect, useMemo } from "preact/hooks";
import type { Scope } from "../../../client/platform/scope";
import type { Dashboard } from "../../model/dashboard";
import type { Me } from "../../model/gateway/contracts";
import type { Workspace } from "../../model/workspace";

const Context = createContext<Dashboard | null>(null);

export const DashboardProvider = Context.Provider;

export function useDashboard(): Dashboard {
  const dashboard = useContext(Context);
  if (!dashboard) throw new Error("a part of the dashboard stands outside of it");
  return dashboard;
}

/** A scope that ends when the component goes: what it waited for has no effect after that. */
export function useScope(): Scope {
  const dashboard = useDashboard();
  const scope = useMemo(() => dashboard.scope(), [dashboard]);
  useEffect(() => scope.end, [scope]);
  return scope;
}

interface InWorkspace {
  readonly me: Me;
  readonly workspace: Workspace;
}

const WorkspaceContext = createContext<InWorkspace | null>(null);

export const WorkspaceProvider = WorkspaceContext.Provider;

/** Who is here, and their workspace; for components of a location's pages. */
export function useWorkspace(): InWorkspace {
  const found = useContext(WorkspaceContext);
  if (!found) throw new Error("a part of a location's page stands outside of it");
  return found;
}
