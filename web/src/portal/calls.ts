/** The customer's calls on the portal gateway. */

import type {
  ConversationView,
  Message,
  MessageAccepted,
  MessageFate,
  Page,
} from "../client/gateway/contracts";
import type { Http } from "../client/gateway/http";
import { type ConversationApi, type Newest, PAGE_SIZE } from "../client/messaging/api";

export const CONVERSATION = "/api/conversation";

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
    (await http.get<Page<Message>>(`${CONVERSATION}/messages?${query}&limit=${PAGE_SIZE}`)).items;
  return {
    after: (seq: number) => page(`afterSeq=${seq}`),
    before: (seq: number) => page(`beforeSeq=${seq}`),
    fate: (id: string) => http.get<MessageFate>(`${CONVERSATION}/messages/${id}`),
    post: (clientMessageId: string, text: string) =>
      http.post<MessageAccepted>(`${CONVERSATION}/messages`, { clientMessageId, text }),
    markRead: (seq: number) => http.post(`${CONVERSATION}/read`, { seq }),
  };
}
