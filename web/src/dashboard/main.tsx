/** The dashboard: what is plugged into what. */

import "../design/index.css";
import "../conversation/components/conversation.css";
import "./styles/index.css";
import { render } from "preact";
import { browserWorld } from "../client/platform/browser";
import { fitToKeyboard } from "../client/platform/fit-to-keyboard";
import { followNetwork } from "../client/platform/follow-network";
import { readyOrTimeout } from "../client/platform/ready-or-timeout";
import { ClockProvider } from "../conversation/hooks/use-now";
import { warmUpDateFormats } from "../conversation/model/local-dates";
import { setDocumentLanguage, TextsProvider } from "../texts/context";
import type { DashboardTexts } from "../texts/dashboard.en";
import { catalogueOf, languageFor } from "../texts/language";
import { App } from "./app/App";
import { Tab } from "./app/tab";
import { DashboardProvider } from "./kit/hooks/context";
import { failedSignIn } from "./model/account/sign-in";
import { Dashboard } from "./model/dashboard";
import { Router } from "./model/navigation/router";

const english = () => import("../texts/dashboard.en");
/** A reader loads one of them. */
const LANGUAGES: Readonly<Record<string, () => Promise<{ default: DashboardTexts }>>> = {
  en: english,
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
  const texts = await catalogueOf(LANGUAGES[language.code] ?? english, world.later);
  setDocumentLanguage(language);
  warmUpDateFormats(language.locale);
  await readyOrTimeout(dashboard.isHere, (isHere) => isHere, world.later);
  render(
    <TextsProvider texts={texts} language={language}>
      <DashboardProvider value={dashboard}>
        <ClockProvider value={world.now}>
          <App tab={new Tab(document)} />
        </ClockProvider>
      </DashboardProvider>
    </TextsProvider>,
    page,
  );
}

void show();
