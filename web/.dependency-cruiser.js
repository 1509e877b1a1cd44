/** Who may import whom. `npm run imports` checks it, `npm run graph` prints what there is. */

const SHARED = ["client", "conversation", "design", "texts"];

/** What asks the browser about languages is for everybody. */
const FOR_ALL = "locale";

/** Each layer with the layers that it may import, besides itself. */
const LAYERS = {
  locale: [],
  "client/platform": [],
  "client/gateway": ["client/platform"],
  "client/messaging": ["client/gateway", "client/platform"],
  design: [],
  texts: [],
  "conversation/model": ["client"],
  "conversation/hooks": ["client", "conversation/model", "design"],
  "conversation/components": SHARED,
  portal: SHARED,
  "dashboard/model": ["client"],
  "dashboard/kit": ["dashboard/model", ...SHARED],
  "dashboard/pages/thread": ["dashboard/kit", "dashboard/model", ...SHARED],
  "dashboard/pages/inbox": [
    "dashboard/pages/thread",
    "dashboard/kit",
    "dashboard/model",
    ...SHARED,
  ],
  "dashboard/pages/new-conversation": ["dashboard/kit", "dashboard/model", ...SHARED],
  "dashboard/pages/settings": ["dashboard/kit", "dashboard/model", ...SHARED],
  "dashboard/app": ["dashboard/pages", "dashboard/kit", "dashboard/model", ...SHARED],
  "dashboard/styles": [],
  "dashboard/main.tsx": ["dashboard", ...SHARED],
};

/** Code without components: it has state and rules, and tests run it without a browser. */
const WITHOUT_COMPONENTS =
  "^src/(locale|client|conversation/model|dashboard/model)/|^src/portal/.*\\.ts$";

const oneOf = (layers) => `^src/(${layers.join("|").replaceAll(".", "\\.")})(/|$)`;

/** @type {import("dependency-cruiser").IConfiguration} */
export default {
  forbidden: [
    {
      name: "no-cycles",
      severity: "error",
      from: {},
      to: { circular: true },
    },
    {
      name: "no-cycles-between-folders",
      severity: "error",
      scope: "folder",
      from: {},
      to: { circular: true },
    },
    ...Object.entries(LAYERS).map(([layer, mayImport]) => ({
      name: layer,
      comment: `${layer} imports ${[FOR_ALL, ...mayImport].join(", ")}`,
      severity: "error",
      from: { path: oneOf([layer]) },
      to: { path: "^(src|tests)/", pathNot: oneOf([layer, FOR_ALL, ...mayImport]) },
    })),
    {
      name: "every-file-has-a-layer",
      severity: "error",
      from: { path: "^src/", pathNot: oneOf(Object.keys(LAYERS)) },
      to: {},
    },
    {
      name: "no-components-in-models",
      severity: "error",
      from: { path: WITHOUT_COMPONENTS },
      to: { path: "\\.tsx$|^node_modules/preact/" },
    },
    {
      name: "no-unresolved",
      severity: "error",
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsConfig: { fileName: "tsconfig.json" },
    // Type imports count: they tie files together as well.
    tsPreCompilationDeps: true,
  },
};
