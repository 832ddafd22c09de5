/**
 * Where servers do not all do what hosted Pusher's documents say. A server that is not named does as
 * documented.
 */
export const BEHAVIOUR = {
  statusOfWrongSignature: { documented: 401, soketi: 200 },
  statusOfUsersOfPublicChannel: { documented: 400, soketi: 200 },
  replyToTrigger: { documented: {}, soketi: { ok: true } },
  dataOfPublicSubscription: { documented: {}, soketi: undefined },
  presenceChannelInList: {
    documented: { user_count: 2 },
    soketi: { occupied: true, subscription_count: 3 },
  },
  clientEventsInPublicChannels: { documented: "refused", soketi: "delivered" },
  effectOfUnfinishedRequests: { documented: "none", soketi: "fatal" },
} satisfies Record<string, { documented: unknown; [server: string]: unknown }>;

export type Topic = keyof typeof BEHAVIOUR;
export type Expected<T extends Topic> = (typeof BEHAVIOUR)[T][keyof (typeof BEHAVIOUR)[T]];
