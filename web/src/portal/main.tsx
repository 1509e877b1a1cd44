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
import { warmUpDateFormats } from "../conversation/model/local-dates";
import { setDocumentLanguage, TextsProvider } from "../texts/context";
import { languageFor } from "../texts/language";
import english, { type PortalTexts } from "../texts/portal.en";
import { App } from "./App";
import { remember, remembered, takeToken } from "./link";
import { Visit } from "./visit";

const LANGUAGES: Readonly<Record<string, () => Promise<{ default: PortalTexts }>>> = {
  en: async () => ({ default: english }),
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
  const load = LANGUAGES[language.code];
  const texts = load ? (await load()).default : english;
  setDocumentLanguage(language);
  warmUpDateFormats(language.locale);
  const draw = () =>
    render(
      <TextsProvider texts={texts} language={language}>
        {visit && <App visit={visit} />}
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
