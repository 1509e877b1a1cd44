/** What a person typed: text stays text, whatever is in it. */

import { useMemo } from "preact/hooks";
import { assertNever } from "../../client/platform/assert-never";
import { useTexts } from "../../texts/context";
import { type Segment, segmentsOf } from "../model/segments";

export function RichText({ text }: { text: string }) {
  const segments = useMemo(() => segmentsOf(text), [text]);
  return (
    <>
      {segments.map((segment, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of one text never change places
        <Piece key={i} segment={segment} />
      ))}
    </>
  );
}

function Piece({ segment }: { segment: Segment }) {
  const texts = useTexts();
  switch (segment.kind) {
    case "text":
      return <>{segment.text}</>;
    case "link":
      return (
        <a href={segment.url} target="_blank" rel="noopener nofollow" dir="ltr">
          {segment.text}
        </a>
      );
    case "control":
      return (
        <span class="control-character" title={texts.controlCharacter(segment.code)}>
          {segment.text}
        </span>
      );
    default:
      return assertNever(segment);
  }
}
