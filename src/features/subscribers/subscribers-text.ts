/** "1 subscriber", "1,204 subscribers". */
export const subscribersText = (count: number): string =>
  `${count.toLocaleString()} ${count === 1 ? 'subscriber' : 'subscribers'}`
