/** The customer's calls on the portal gateway. */

import type { ConversationView, NewMessage, ReadUpTo } from "../client/gateway/contracts";
import type { Http } from "../client/gateway/http";
import type { paths } from "../client/gateway/portal.generated";
import type { AnswerOf } from "../client/gateway/routes";
import { type ConversationApi, type Newest, PAGE_SIZE } from "../client/messaging/api";

export const CONVERSATION = "/api/conversation";
export const SESSION = "/api/session";
const MESSAGES = `${CONVERSATION}/messages` as const;
type Read = `${typeof CONVERSATION}/read`;

type Route = keyof paths;
/** What the gateway answers to a request for a route, as its OpenAPI document says. */
export type Got<At extends Route> = AnswerOf<paths[At]["get"]>;
export type Posted<At extends Route> = AnswerOf<paths[At]["post"]>;

export function newestOf({ messages, thread }: ConversationView): Newest {
  return {
    messages,
    customerReadSeq: thread?.customerReadSeq ?? 0,
    customerReadAt: thread?.customerReadAt ?? null,
    operatorReadSeq: thread?.operatorReadSeq ?? 0,
    operatorReadAt: thread?.operatorReadAt ?? null,
  };
}

export function conversationApi(http: Http): ConversationApi {
  const page = async (query: string) =>
    (await http.get<Got<typeof MESSAGES>>(`${MESSAGES}?${query}&limit=${PAGE_SIZE}`)).items;
  return {
    after: (seq: number) => page(`afterSeq=${seq}`),
    before: (seq: number) => page(`beforeSeq=${seq}`),
    fate: (id: string) =>
      http.get<Got<`${typeof MESSAGES}/{client_message_id}`>>(`${MESSAGES}/${id}`),
    post: (clientMessageId: string, text: string) =>
      http.post<Posted<typeof MESSAGES>>(MESSAGES, {
        clientMessageId,
        text,
      } satisfies NewMessage),
    markRead: (seq: number) =>
      http.post<Posted<Read>>(`${CONVERSATION}/read`, { seq } satisfies ReadUpTo),
  };
}
