/** The texts of the reader's language, for every component below. */

import { type ComponentChildren, createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Language } from "./language";
import type { SharedTexts } from "./shared.en";

interface TextsInLanguage {
  readonly texts: SharedTexts;
  readonly language: Language;
}

/** A page draws nothing before it has its catalogue. */
const Context = createContext({} as TextsInLanguage);

export function TextsProvider({
  children,
  ...spoken
}: TextsInLanguage & { children: ComponentChildren }) {
  return <Context.Provider value={spoken}>{children}</Context.Provider>;
}

/** A page names the type of its own catalogue, which has the shared texts and more. */
export function useTexts<Texts extends SharedTexts = SharedTexts>(): Texts {
  return useContext(Context).texts as Texts;
}

export function useLanguage(): Language {
  return useContext(Context).language;
}

/** Tells the document which language it is in. */
export function setDocumentLanguage(language: Language): void {
  document.documentElement.lang = language.code;
  document.documentElement.dir = language.direction;
}
