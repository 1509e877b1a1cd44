/** The customer page: what is plugged into what. */

import "../design/index.css";
import "../conversation/conversation.css";
import "./portal.css";
import { render } from "preact";
import { browserWorld } from "../client/browser";
import { fitToKeyboard } from "../client/fit-to-keyboard";
import { followNetwork } from "../client/follow-network";
import { prepareDates } from "../conversation/readers-dates";
import { Speaking, speakIn } from "../texts/context";
import { languageFor } from "../texts/language";
import english, { type PortalTexts } from "../texts/portal.en";
import { App } from "./App";
import { rememberedRefusal, rememberRefusal, takeToken } from "./link";
import { Visit } from "./visit";

const LANGUAGES: Readonly<Record<string, () => Promise<{ default: PortalTexts }>>> = {
  en: async () => ({ default: english }),
  ar: () => import("../texts/portal.ar"),
};

const SOON_MS = 300;

let visit: Visit | null = null;

/** Begins a visit: at the start, and when another link is put into the same address bar. */
function begin(): Visit {
  const token = takeToken(location, history);
  const refused = token === null ? rememberedRefusal(history) : null;
  visit?.close();
  const begun = new Visit(browserWorld(), (reason) => rememberRefusal(history, reason));
  if (refused === null) begun.open(token);
  else begun.refuse(refused);
  return begun;
}

/**
 * Resolves when there is more to show than that the conversation is being opened, or when that takes
 * long enough to be said: drawing it takes time too, which the conversation would come later.
 */
function openOrLate({ state }: Visit): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, SOON_MS);
    state.subscribe(({ kind }) => kind !== "opening" && resolve());
  });
}

async function show(): Promise<void> {
  const page = document.getElementById("page");
  if (!page) throw new Error("index.html has no place for the page");
  const language = languageFor(navigator.languages, Object.keys(LANGUAGES));
  visit = begin();
  followNetwork(window, document, () => visit);
  fitToKeyboard(window);
  const load = LANGUAGES[language.code];
  const texts = load ? (await load()).default : english;
  speakIn(language);
  prepareDates(language.locale);
  const draw = () =>
    render(
      <Speaking texts={texts} language={language}>
        {visit && <App visit={visit} />}
      </Speaking>,
      page,
    );
  await openOrLate(visit);
  draw();
  window.addEventListener("hashchange", () => {
    if (location.hash.length < 2) return;
    visit = begin();
    draw();
  });
}

void show();
