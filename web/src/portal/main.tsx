/** The customer page: what is plugged into what. */

import "../design/index.css";
import "../conversation/components/conversation.css";
import "./portal.css";
import { render } from "preact";
import { browserWorld } from "../client/platform/browser";
import { fitToKeyboard } from "../client/platform/fit-to-keyboard";
import { followNetwork } from "../client/platform/follow-network";
import type { World } from "../client/platform/ports";
import { readyOrTimeout } from "../client/platform/ready-or-timeout";
import { ClockProvider } from "../conversation/hooks/use-now";
import { warmUpDateFormats } from "../conversation/model/local-dates";
import { setDocumentLanguage, TextsProvider } from "../texts/context";
import { catalogueOf, languageFor } from "../texts/language";
import type { PortalTexts } from "../texts/portal.en";
import { App } from "./App";
import { remember, remembered, takeToken } from "./link";
import { Visit } from "./visit";

const english = () => import("../texts/portal.en");
/** A reader loads one of them. */
const LANGUAGES: Readonly<Record<string, () => Promise<{ default: PortalTexts }>>> = {
  en: english,
  ar: () => import("../texts/portal.ar"),
};

let visit: Visit | null = null;

/** Begins a visit: at the start, and when another link is put into the same address bar. */
function begin(world: World): Visit {
  const token = takeToken(location, history);
  const { refused, bookingId } = token === null ? remembered(history) : {};
  visit?.close();
  const begun = new Visit(world, (known) => remember(history, known), bookingId);
  if (refused === undefined) begun.open(token);
  else begun.refuse(refused);
  return begun;
}

async function show(): Promise<void> {
  const page = document.getElementById("page");
  if (!page) throw new Error("index.html has no place for the page");
  const language = languageFor(navigator.languages, Object.keys(LANGUAGES));
  const world = browserWorld();
  visit = begin(world);
  followNetwork(window, document, () => visit);
  fitToKeyboard(window);
  const texts = await catalogueOf(LANGUAGES[language.code] ?? english, world.later);
  setDocumentLanguage(language);
  warmUpDateFormats(language.locale);
  const draw = () =>
    render(
      <TextsProvider texts={texts} language={language}>
        <ClockProvider value={world.now}>{visit && <App visit={visit} />}</ClockProvider>
      </TextsProvider>,
      page,
    );
  await readyOrTimeout(visit.state, ({ kind }) => kind !== "opening", world.later);
  draw();
  window.addEventListener("hashchange", () => {
    if (location.hash.length < 2) return;
    visit = begin(world);
    draw();
  });
}

void show();
