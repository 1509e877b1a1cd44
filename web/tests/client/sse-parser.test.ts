import { expect, test } from "vitest";
import { type ServerSentEvent, sseParser } from "../../src/client/gateway/sse-parser";

function heardOf(...pieces: string[]): ServerSentEvent[] {
  const heard: ServerSentEvent[] = [];
  const take = sseParser((event) => heard.push(event));
  pieces.forEach(take);
  return heard;
}

const STREAM =
  ': connected\n\nevent: A\ndata: {"x": "a: b"}\n\n: ping\n\ndata:one\ndata: two\nid: 7\nnonsense\n\n';
const EVENTS = [
  { type: "A", data: '{"x": "a: b"}' },
  { type: "message", data: "one\ntwo" },
];

test.each([
  ["line feeds", STREAM],
  ["carriage returns", STREAM.replaceAll("\n", "\r")],
  ["both", STREAM.replaceAll("\n", "\r\n")],
])("events with %s between lines are heard however they are cut", (_, stream) => {
  expect(heardOf(`${stream}\n`)).toEqual(EVENTS);
  expect(heardOf(...`${stream}\n`)).toEqual(EVENTS);
});

test("an event that is not whole is not heard", () => {
  expect(heardOf("event: A\ndata: 1\n")).toEqual([]);
  expect(heardOf("event: A\n\n")).toEqual([]);
});
