/** What an authorisation endpoint answers for a channel. */
export interface ChannelGrant {
  /** The application's key, a colon, and the signature. */
  readonly auth: string;
  /** For presence channels: who subscribes, as the JSON text that was signed. */
  readonly channel_data?: string;
  /** For signing in: who it is, as the JSON text that was signed. */
  readonly user_data?: string;
  /** For encrypted channels: the key of their payloads, in base64. */
  readonly shared_secret?: string;
}

/** What an application's server is asked to permit. */
export interface ChannelAuthQuestion {
  /** The connection's name. */
  readonly socketId: string;
  /** The channel; `"#sign-in"` asks who the user is. */
  readonly channel: string;
  /** What `token` has returned, if there is such a function. */
  readonly token: string | undefined;
}

/** Where permissions for private channels come from. */
export interface ChannelAuthEndpoint {
  /** Takes a form with `socket_id` and `channel_name`; `"/broadcasting/auth"` by default. */
  readonly endpoint?: string;
  /** Takes a form with `socket_id`, for `signIn`; `"/broadcasting/user-auth"` by default. */
  readonly signInEndpoint?: string;
  /** Headers beside `Authorization: Bearer …`, which bears the token. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Further fields of the form. */
  readonly params?: Readonly<Record<string, string>>;
  /**
   * Whether the endpoint takes several channels at once, as `channel_name[]`, and answers with an
   * object of channels, `{"private-a":{"status":200,"data":{"auth":…}}}`.
   */
  readonly batched?: boolean;
  /** Whether cookies go along; by default to the page's own origin. */
  readonly credentials?: "include" | "omit" | "same-origin";
}

/**
 * An endpoint, or a function that fetches a permission itself. An error that it throws may have a
 * `status`: 401 and 419 ask for a new token, 403 refuses the channel; 429, those from 500 on and errors
 * without one are tried again.
 */
export type ChannelAuth =
  | ChannelAuthEndpoint
  | ((question: ChannelAuthQuestion) => ChannelGrant | Promise<ChannelGrant>);

/** The answer for one channel: the permission as JSON, or a status, 0 where there is none, and words. */
export type ChannelAnswer = [json: string | undefined, status: number, words: string];

export const SIGN_IN = "#sign-in";

/** Asks for all channels at the same time, and answers each when its answer is there. */
export function authorize(
  auth: ChannelAuth,
  socketId: string,
  channels: readonly string[],
  token: string | undefined,
  answer: (channel: string, ...answer: ChannelAnswer) => void,
): void {
  const ask = async (names: readonly string[], fetch: () => Promise<ChannelAnswer[]>) => {
    let answers: ChannelAnswer[];
    try {
      answers = await fetch();
    } catch (error) {
      const status = (error as { status?: unknown } | null)?.status;
      answers = names.map(() => [undefined, typeof status === "number" ? status : 0, String(error)]);
    }
    names.forEach((name, index) => answer(name, ...(answers[index] ?? [undefined, 500, ""])));
  };
  const batch = typeof auth === "object" && auth.batched ? channels.filter((c) => c !== SIGN_IN) : [];
  if (batch.length > 0) void ask(batch, () => postBatch(auth as ChannelAuthEndpoint, socketId, batch, token));
  for (const channel of channels.filter((name) => !batch.includes(name))) {
    void ask([channel], async () =>
      typeof auth === "function"
        ? [[JSON.stringify(await auth({ socketId, channel, token })), 200, ""]]
        : [await postOne(auth, socketId, channel, token)],
    );
  }
}

async function postOne(
  auth: ChannelAuthEndpoint,
  socketId: string,
  channel: string,
  token: string | undefined,
): Promise<ChannelAnswer> {
  const isSignIn = channel === SIGN_IN;
  const url = isSignIn
    ? (auth.signInEndpoint ?? "/broadcasting/user-auth")
    : (auth.endpoint ?? "/broadcasting/auth");
  const names: [string, string][] = isSignIn ? [] : [["channel_name", channel]];
  const { ok, status, text } = await post(auth, url, socketId, names, token);
  return ok ? [text, status, ""] : [undefined, status, text];
}

async function postBatch(
  auth: ChannelAuthEndpoint,
  socketId: string,
  channels: readonly string[],
  token: string | undefined,
): Promise<ChannelAnswer[]> {
  const names = channels.map((channel): [string, string] => ["channel_name[]", channel]);
  const url = auth.endpoint ?? "/broadcasting/auth";
  const { ok, status, text } = await post(auth, url, socketId, names, token);
  if (!ok) return channels.map(() => [undefined, status, text]);
  const answers = JSON.parse(text) as Record<string, { status?: number; data?: unknown } | undefined>;
  return channels.map((channel) => {
    const { status = 500, data } = answers[channel] ?? {};
    return status === 200 ? [JSON.stringify(data ?? null), status, ""] : [undefined, status, ""];
  });
}

async function post(
  auth: ChannelAuthEndpoint,
  url: string,
  socketId: string,
  names: [string, string][],
  token: string | undefined,
): Promise<{ ok: boolean; status: number; text: string }> {
  const fields = [["socket_id", socketId], ...names, ...Object.entries(auth.params ?? {})];
  const response = await fetch(url, {
    method: "POST",
    headers: {
      Accept: "application/json",
      "X-Requested-With": "XMLHttpRequest",
      ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
      ...auth.headers,
    },
    credentials: auth.credentials ?? "same-origin",
    body: new URLSearchParams(fields as string[][]),
  });
  const text = await response.text();
  // What is no success is for people to read.
  return { ok: response.ok, status: response.status, text: response.ok ? text : text.slice(0, 200) };
}
