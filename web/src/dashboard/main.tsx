/** The dashboard: what is plugged into what. */

import "../design/index.css";
import "../conversation/conversation.css";
import "./styles/index.css";
import { render } from "preact";
import { browserWorld } from "../client/browser";
import { fitToKeyboard } from "../client/fit-to-keyboard";
import { followNetwork } from "../client/follow-network";
import { hereOrLate } from "../client/soon";
import { prepareDates } from "../conversation/readers-dates";
import { Speaking, speakIn } from "../texts/context";
import english, { type DashboardTexts } from "../texts/dashboard.en";
import { languageFor } from "../texts/language";
import { failedSignIn } from "./account/sign-in";
import { App } from "./app/App";
import { Provided } from "./app/context";
import { Dashboard } from "./app/dashboard";
import { Router } from "./app/router";
import { Tab } from "./app/tab";

const LANGUAGES: Readonly<Record<string, () => Promise<{ default: DashboardTexts }>>> = {
  en: async () => ({ default: english }),
  ar: () => import("../texts/dashboard.ar"),
};

/** Why signing in has failed; the address tells it once. */
function takeFailure() {
  const failed = failedSignIn(location.search);
  if (location.search !== "") history.replaceState(null, "", location.pathname + location.hash);
  return failed;
}

async function show(): Promise<void> {
  const page = document.getElementById("page");
  if (!page) throw new Error("index.html has no place for the page");
  const failed = takeFailure();
  const world = browserWorld();
  const dashboard = new Dashboard(world, new Router(window), failed);
  dashboard.open();
  followNetwork(window, document, () => dashboard);
  fitToKeyboard(window);
  const language = languageFor(navigator.languages, Object.keys(LANGUAGES));
  const load = LANGUAGES[language.code];
  const texts = load ? (await load()).default : english;
  speakIn(language);
  prepareDates(language.locale);
  await hereOrLate(dashboard.isHere, (isHere) => isHere, world.later);
  render(
    <Speaking texts={texts} language={language}>
      <Provided value={dashboard}>
        <App tab={new Tab(document)} />
      </Provided>
    </Speaking>,
    page,
  );
}

void show();
