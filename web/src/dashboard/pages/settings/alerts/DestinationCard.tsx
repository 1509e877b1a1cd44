/** One destination: where it leads, its state, and what can be done with it. */

import { useState } from "preact/hooks";
import {
  asRequestFailure,
  ProblemError,
  type RequestFailure,
} from "../../../../client/gateway/problems";
import { Button, Dialog, Pill, Spinner, type Tone } from "../../../../design/components";
import { Icon } from "../../../../design/icons";
import { localMoment, numberText } from "../../../../locale/intl";
import { useLanguage } from "../../../../texts/context";
import { Glyph } from "../../../kit/components/icons";
import { Menu, type MenuItem } from "../../../kit/components/Menu";
import { useDashboard, useWorkspace } from "../../../kit/hooks/context";
import { useTexts } from "../../../kit/hooks/texts";
import type { AlertsApi } from "../../../model/gateway/calls";
import type { Destination, TestResult } from "../../../model/gateway/contracts";
import { traitsOf } from "../../../model/gateway/destination-kinds";
import { DestinationDialog } from "./DestinationDialog";
import type { ShownSecret } from "./SecretDialog";

interface DestinationCardProps {
  destination: Destination;
  onChanged: (changed: Destination) => void;
  onGone: () => void;
  /** Somebody else has changed it in the meantime. */
  onStale: () => void;
  onSecret: (secret: ShownSecret) => void;
}

export function DestinationCard(props: DestinationCardProps) {
  const { destination, onChanged, onGone } = props;
  const texts = useTexts();
  const act = useActing(props);
  const [tested, setTested] = useState<TestResult | "testing" | null>(null);
  const [asked, setAsked] = useState<"edit" | "rotate" | "delete" | null>(null);
  const traits = traitsOf(destination.kind);
  const isUnverified = !destination.verified;

  const test = async () => {
    setTested("testing");
    setTested(await act((alerts) => alerts.test(destination.id)));
  };
  const remove = async () => {
    setAsked(null);
    const removed = await act(async (alerts) => {
      await alerts.remove(destination.id);
      return true;
    });
    if (removed) onGone();
  };
  const rotate = async () => {
    setAsked(null);
    const rotated = await act((alerts) => alerts.rotateSecret(destination.id));
    if (!rotated) return;
    const { secret, oldSecretValidUntil } = rotated;
    props.onSecret({ name: destination.name, secret, oldValidUntil: oldSecretValidUntil });
    props.onStale();
  };
  const pause = async (paused: boolean) => {
    const changed = await act((alerts) => alerts.change(destination, { paused }));
    if (changed) onChanged(changed);
  };
  const verify = async () => {
    const said = texts.destinations.verificationSent(destination.address ?? "");
    await act((alerts) => alerts.sendVerification(destination.id), said);
  };

  const item = (key: string, label: string, onChoose: () => void, danger = false): MenuItem => ({
    key,
    label,
    words: label,
    danger,
    onChoose,
  });
  const items = [
    item("edit", texts.destinations.edit, () => setAsked("edit")),
    destination.paused
      ? item("resume", texts.destinations.resume, () => void pause(false))
      : item("pause", texts.destinations.pause, () => void pause(true)),
    ...(isUnverified ? [item("verify", texts.destinations.verifyAgain, () => void verify())] : []),
    ...(traits.isForPrograms
      ? [item("rotate", texts.destinations.rotate, () => setAsked("rotate"))]
      : []),
    item("delete", texts.destinations.remove, () => setAsked("delete"), true),
  ];

  return (
    <li class="card destination">
      <span class="destination-icon">
        <Glyph name={traits.icon} />
      </span>
      <div class="destination-words">
        <h3>
          <bdi>{destination.name}</bdi> <DestinationStatus destination={destination} />
        </h3>
        <p class="destination-where">
          {texts.destinations.kinds[destination.kind]} ·{" "}
          <bdi dir="ltr">{destination.url ?? destination.address}</bdi>
        </p>
        <DestinationWarnings destination={destination} />
      </div>
      <div class="destination-actions">
        <Button small disabled={tested === "testing" || isUnverified} onClick={() => void test()}>
          {texts.destinations.test}
        </Button>
        <Menu
          label={texts.destinations.more(destination.name)}
          place="below-end"
          buttonClass="tool"
          button={<Glyph name="more" />}
          items={items}
        />
      </div>
      <TestOutcome result={tested} />
      {asked === "edit" && (
        <DestinationDialog
          destination={destination}
          onClose={() => setAsked(null)}
          onSaved={(changed) => {
            setAsked(null);
            onChanged(changed);
          }}
        />
      )}
      {asked === "rotate" && (
        <ConfirmDialog
          title={texts.destinations.rotateTitle}
          text={texts.destinations.rotateText}
          action={texts.destinations.rotate}
          onClose={() => setAsked(null)}
          onAct={() => void rotate()}
        />
      )}
      {asked === "delete" && (
        <ConfirmDialog
          title={texts.destinations.removeTitle(destination.name)}
          text={texts.destinations.removeText}
          action={texts.destinations.remove}
          danger
          onClose={() => setAsked(null)}
          onAct={() => void remove()}
        />
      )}
    </li>
  );
}

type Acting = <T>(act: (alerts: AlertsApi) => Promise<T>, done?: string) => Promise<T | null>;

/** Does something; says that it is done, or that it failed: null then. */
function useActing({ onStale, onGone }: DestinationCardProps): Acting {
  const texts = useTexts();
  const dashboard = useDashboard();
  const { workspace } = useWorkspace();
  return async (act, done) => {
    try {
      const answer = await act(dashboard.alerts(workspace));
      if (done !== undefined) dashboard.toasts.show(done);
      return answer;
    } catch (error) {
      const failure = asRequestFailure(error);
      dashboard.toasts.show(saidOf(failure), "danger");
      if (failure instanceof ProblemError && failure.status === 412) onStale();
      if (failure instanceof ProblemError && failure.status === 404) onGone();
      return null;
    }
  };

  function saidOf(failure: RequestFailure): string {
    const status = failure instanceof ProblemError ? failure.status : 0;
    if (status === 412) return texts.destinations.outdated;
    if (status === 404) return texts.destinations.gone;
    if (status === 429) return texts.destinations.verifiedTooSoon;
    return texts.destinations.notDone;
  }
}

/** Its status in a word. */
function DestinationStatus({ destination }: { destination: Destination }) {
  const texts = useTexts();
  const [tone, word] = ((): [Tone, string] => {
    if (!destination.verified) return ["warning", texts.destinations.unverified];
    if (destination.paused) return ["neutral", texts.destinations.paused];
    if (destination.failingSince !== null) return ["danger", texts.destinations.failing];
    return ["positive", texts.destinations.active];
  })();
  return <Pill tone={tone}>{word}</Pill>;
}

/** What somebody has to know, or to do. */
function DestinationWarnings({ destination }: { destination: Destination }) {
  const texts = useTexts();
  const { locale } = useLanguage();
  const moment = (at: string) => localMoment(at, locale);
  const { pauseReason, failingSince, oldSecretValidUntil } = destination;
  const told = [
    !destination.verified && texts.destinations.unverifiedHint,
    destination.paused && pauseReason !== null && texts.destinations.pauseReasons[pauseReason],
    !destination.paused &&
      failingSince !== null &&
      texts.destinations.failingSince(moment(failingSince)),
    oldSecretValidUntil !== null && texts.secret.oldValidUntil(moment(oldSecretValidUntil)),
    destination.events.includes("chat_message_created") && texts.destinations.bothSides,
  ].filter((each) => each !== false);
  return (
    <>
      {told.map((each) => (
        <p key={each} class="destination-told">
          {each}
        </p>
      ))}
    </>
  );
}

/** The outcome of a test. */
function TestOutcome({ result }: { result: TestResult | "testing" | null }) {
  const texts = useTexts();
  const { locale } = useLanguage();
  return (
    <div class="tested" role="status">
      {result === "testing" && (
        <p>
          <Spinner /> {texts.destinations.testing}
        </p>
      )}
      {result !== null && result !== "testing" && (
        <>
          <p class={result.delivered ? "tested-well" : "tested-badly"}>
            <Icon name={result.delivered ? "check" : "alert"} />
            {result.delivered
              ? texts.destinations.delivered(numberText(result.milliseconds, locale))
              : (result.error ?? texts.destinations.notDelivered)}
          </p>
          {result.answer !== null && result.answer !== "" && (
            <pre class="tested-answer" dir="ltr">
              {result.status !== null && `${result.status} `}
              {result.answer}
            </pre>
          )}
        </>
      )}
    </div>
  );
}

interface ConfirmDialogProps {
  title: string;
  text: string;
  action: string;
  danger?: boolean;
  onClose: () => void;
  onAct: () => void;
}

function ConfirmDialog({
  title,
  text,
  action,
  danger = false,
  onClose,
  onAct,
}: ConfirmDialogProps) {
  const texts = useTexts();
  return (
    <Dialog
      title={title}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{texts.cancel}</Button>
          <Button kind={danger ? "danger" : "primary"} onClick={onAct}>
            {action}
          </Button>
        </>
      }
    >
      <p>{text}</p>
    </Dialog>
  );
}
