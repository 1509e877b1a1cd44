import { join } from "node:path";
import { minify } from "terser";
import { defineConfig } from "vite";

const PAGES = ["portal", "dashboard"];

/** Where `npm run dev:…` finds the gateway of a page that `make run` has started. */
const gateway = process.env.GATEWAY ?? "http://127.0.0.1:8080";

/**
 * A page that loads no styles later needs nothing but `import()` to load a script later; Vite's own
 * way of doing it weighs a kilobyte.
 */
const plainImports = {
  name: "plain-imports",
  enforce: "pre",
  resolveId: (id) => (id.includes("vite/preload-helper") ? id : undefined),
  load: (id) =>
    id.includes("vite/preload-helper")
      ? "export const __vitePreload = (load) => load();"
      : undefined,
};

/** Terser first and Vite's own minifier after it make scripts a per cent smaller than either alone. */
const terser = {
  name: "terser",
  renderChunk: {
    order: "post",
    handler: async (code) => {
      const options = { module: true, ecma: 2020, compress: { passes: 3 }, mangle: false };
      return (await minify(code, options)).code;
    },
  },
};

/**
 * Chromium compiles all of a script that begins so while it is loading and on another thread;
 * without it, each function at its first call and while the reader waits. Others read a comment.
 */
const COMPILE_WHILE_LOADING = "//# allFunctionsCalledOnLoad";

/** What the customer page has in the place of a library; why, is said there. */
const OWN_SIGNALS = {
  "@preact/signals-core": join(import.meta.dirname, "src", "portal", "signals.ts"),
};

/** The configuration of one page: its own index.html, its own assets, nothing shared at run time. */
export function configOf(page) {
  if (!PAGES.includes(page)) throw new Error(`PAGE must be one of ${PAGES.join(", ")}`);
  return defineConfig({
    configFile: false,
    root: join(import.meta.dirname, "src", page),
    cacheDir: join(import.meta.dirname, "node_modules", ".vite", page),
    base: "/",
    oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
    resolve: { alias: page === "portal" ? OWN_SIGNALS : {} },
    plugins: page === "portal" ? [plainImports, terser] : [terser],
    build: {
      outDir: join(import.meta.dirname, "dist", page),
      emptyOutDir: true,
      target: ["chrome109", "firefox115", "safari16.4"],
      // A file stays a file: the Content-Security-Policy allows nothing inline.
      assetsInlineLimit: 0,
      modulePreload: false,
      reportCompressedSize: false,
      rolldownOptions: {
        output: { postBanner: ({ isEntry }) => (isEntry ? COMPILE_WHILE_LOADING : "") },
      },
    },
    server: {
      host: "127.0.0.1",
      proxy: { "/api": gateway, "/auth": gateway },
    },
  });
}

export { PAGES };

/** Code that both pages use is tested twice: with the library's signals and with our own. */
const TESTS = [
  {
    test: { name: "dashboard", include: ["tests/**/*.test.ts"], exclude: ["tests/portal/visit*"] },
  },
  {
    resolve: { alias: OWN_SIGNALS },
    test: {
      name: "portal",
      include: ["tests/{client,conversation,locale,portal,texts}/*.test.ts"],
    },
  },
];

export default process.env.VITEST
  ? defineConfig({
      oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
      // No test has a time limit for speed.
      test: { testTimeout: 120_000, projects: TESTS.map((each) => ({ extends: true, ...each })) },
    })
  : configOf(process.env.PAGE ?? "portal");
