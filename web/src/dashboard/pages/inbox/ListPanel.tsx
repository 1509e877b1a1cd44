/** The panel of conversations: where, which, and the list in each of its states. */

import type { Ref } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { Boundary } from "../../../design/Boundary";
import { Badge, Button, IconButton, Notice } from "../../../design/components";
import { Icon } from "../../../design/icons";
import { useValue } from "../../../design/use-value";
import { useLanguage } from "../../../texts/context";
import { Glyph } from "../../kit/components/icons";
import { LoadFailed } from "../../kit/components/LoadFailed";
import { SettingsLink } from "../../kit/components/SettingsLink";
import { ToolButton } from "../../kit/components/ToolButton";
import { badgeText } from "../../kit/format/badge-text";
import { useWorkspace } from "../../kit/hooks/context";
import { useTexts } from "../../kit/hooks/texts";
import { FILTERS } from "../../model/gateway/contracts";
import { isLoaded } from "../../model/inbox/thread-list";
import { hrefOf } from "../../model/navigation/routes";
import { LocationPicker } from "./LocationPicker";
import { ThreadRows, type ThreadRowsProps } from "./ThreadRows";

/** How long the reader has to stop typing for the search to begin. */
const SEARCH_AFTER_MS = 250;

interface ListPanelProps {
  openId: string | null;
  onOpen: ThreadRowsProps["onOpen"];
  searchField: Ref<HTMLInputElement>;
}

export function ListPanel({ openId, onOpen, searchField }: ListPanelProps) {
  const texts = useTexts();
  const { workspace } = useWorkspace();
  const { locationId } = workspace.location;
  return (
    <section class="list-panel" aria-label={texts.conversations}>
      <header class="list-head">
        <LocationPicker />
        <ToolButton
          icon="start"
          label={texts.start.title}
          href={hrefOf({ page: "start", locationId })}
        />
      </header>
      <SearchField field={searchField} />
      <Filters />
      <SwitchedOff />
      <List openId={openId} onOpen={onOpen} />
    </section>
  );
}

function SearchField({ field }: { field: Ref<HTMLInputElement> }) {
  const texts = useTexts();
  const { inbox } = useWorkspace().workspace;
  const searched = useValue(inbox.words) ?? "";
  const [words, setWords] = useState(searched);
  const input = useRef<HTMLInputElement | null>(null);

  useEffect(() => {
    const timer = setTimeout(() => inbox.search(words), SEARCH_AFTER_MS);
    return () => clearTimeout(timer);
  }, [inbox, words]);
  useEffect(() => {
    if (searched === "") setWords("");
  }, [searched]);

  return (
    <search class="search">
      <Icon name="search" />
      <input
        ref={(element) => {
          input.current = element;
          if (typeof field === "object" && field) field.current = element;
        }}
        type="search"
        value={words}
        dir="auto"
        autocomplete="off"
        spellcheck={false}
        maxLength={200}
        placeholder={texts.search.hint}
        aria-label={texts.search.label}
        aria-keyshortcuts="/"
        onInput={(event) => setWords(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === "Enter") inbox.search(words);
          if (event.key !== "Escape" || words === "") return;
          event.stopPropagation();
          setWords("");
          inbox.search("");
        }}
      />
      {words === "" ? (
        <span class="search-key" aria-hidden="true">
          <kbd>/</kbd>
        </span>
      ) : (
        <IconButton
          icon="close"
          label={texts.search.clear}
          onClick={() => {
            setWords("");
            inbox.search("");
            input.current?.focus();
          }}
        />
      )}
    </search>
  );
}

function Filters() {
  const texts = useTexts();
  const { locale } = useLanguage();
  const { inbox } = useWorkspace().workspace;
  const filter = useValue(inbox.filter);
  const unread = useValue(inbox.unread)?.threads ?? 0;
  const words = useValue(inbox.words);
  // What is searched for is searched for in everything.
  if (words !== null) return null;
  return (
    <fieldset class="filters">
      <legend class="unseen">{texts.filter.label}</legend>
      {FILTERS.map((each) => (
        <label key={each} class="filter">
          <input
            type="radio"
            name="filter"
            checked={filter === each}
            onChange={() => inbox.choose(each)}
          />
          <span>
            {texts.filter[each]}
            {each === "unread" && unread > 0 && (
              <Badge label={texts.unreadThreads(unread)}>{badgeText(unread, locale)}</Badge>
            )}
          </span>
        </label>
      ))}
    </fieldset>
  );
}

/** Says that nobody can write at this location, with the way to change that. */
function SwitchedOff() {
  const texts = useTexts();
  const { workspace } = useWorkspace();
  const canMessage = useValue(workspace.canMessage);
  if (canMessage !== false) return null;
  return (
    <div class="switched-off" role="status">
      <Icon name="off" />
      <p>
        {texts.off.title} <SettingsLink />
      </p>
    </div>
  );
}

function List({ openId, onOpen }: Omit<ListPanelProps, "searchField">) {
  const texts = useTexts();
  const { inbox } = useWorkspace().workspace;
  const current = useValue(inbox.current);
  const words = useValue(inbox.words);
  const list = useValue(current.list);
  const failure = useValue(current.failure);
  const isBehind = useValue(current.searchLag) > 0;

  if (list.threads.length > 0) {
    const label = words === null ? texts.conversations : texts.search.found(words);
    return (
      <>
        <p class="unseen" role="status">
          {words !== null && texts.search.count(list.threads.length)}
        </p>
        {isBehind && <SearchBehind />}
        <Boundary
          of={list}
          instead={
            <div class="list-notice">
              <Notice icon="alert" title={texts.cannotShow.part} />
            </div>
          }
        >
          <ThreadRows
            key={words ?? "list"}
            list={current}
            openId={openId}
            label={label}
            onOpen={onOpen}
          />
        </Boundary>
      </>
    );
  }
  if (isLoaded(list)) {
    return (
      <>
        {isBehind && <SearchBehind />}
        <Empty />
      </>
    );
  }
  if (failure === null) return <Loading />;
  return (
    <div class="list-notice">
      <LoadFailed
        title={texts.listError.title}
        text={texts.listError.text}
        onRetry={() => current.retry()}
      />
    </div>
  );
}

/** What was written just now may be missing from what is found. */
function SearchBehind() {
  return (
    <p class="search-behind" role="status">
      {useTexts().search.behind}
    </p>
  );
}

function Loading() {
  const texts = useTexts();
  return (
    <div class="list-loading" role="status" aria-label={texts.loading}>
      {Array.from({ length: 8 }, (_, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: they are all the same
        <div class="placeholder-row" key={i} aria-hidden="true">
          <span class="placeholder" />
          <span class="placeholder" />
          <span class="placeholder" />
        </div>
      ))}
    </div>
  );
}

/** Nothing found, nothing unread, or nothing yet: three different things. */
function Empty() {
  const texts = useTexts();
  const { workspace } = useWorkspace();
  const words = useValue(workspace.inbox.words);
  const filter = useValue(workspace.inbox.filter);
  const startHref = hrefOf({ page: "start", locationId: workspace.location.locationId });
  if (words !== null) {
    return (
      <div class="list-notice">
        <Notice
          icon="search"
          title={texts.search.nothing(words)}
          actions={
            <Button small onClick={() => workspace.inbox.search("")}>
              {texts.search.clear}
            </Button>
          }
        >
          {texts.search.nothingHint} <a href={startHref}>{texts.start.title}</a>
        </Notice>
      </div>
    );
  }
  if (filter === "unread") {
    return (
      <div class="list-notice">
        <Notice icon="check" title={texts.allRead.title}>
          {texts.allRead.text}
        </Notice>
      </div>
    );
  }
  return (
    <div class="list-notice">
      <Notice
        icon="chat"
        title={texts.noThreads.title}
        actions={
          <a class="button button-small" href={startHref}>
            <Glyph name="start" />
            {texts.start.title}
          </a>
        }
      >
        {texts.noThreads.text}
      </Notice>
    </div>
  );
}
