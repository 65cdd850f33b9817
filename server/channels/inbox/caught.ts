// What the test provider hands to the test inbox.

type Delivered = {
  readonly project: number
  /** The delivery. What has the same pair is the same item, however often it comes. */
  readonly message: number
  readonly n: number
  readonly recipient: string
  /** As people read it. */
  readonly sender: string
}

export type CaughtEmail = Delivered & {
  readonly type: 'email'
  readonly subject: string
  /** Together the raw e-mail. The body is one object for all copies of one content. */
  readonly head: Buffer
  readonly body: Buffer
}

export type CaughtItem =
  | CaughtEmail
  | (Delivered & { readonly type: 'sms'; readonly text: string })
  | (Delivered & { readonly type: 'push'; readonly payload: Readonly<Record<string, unknown>> })

/** Keeps items, each once; answers their ids in their order. */
export type Receive = (items: readonly CaughtItem[]) => Promise<readonly string[]>
