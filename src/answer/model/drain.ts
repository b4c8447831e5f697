// Runs a reply to its end before anything of it is shown: what it would have shown, and what it came to.
export type Drained<Event, Value> = { readonly events: readonly Event[]; readonly value: Value };

export async function drain<Event, Value>(running: AsyncGenerator<Event, Value>): Promise<Drained<Event, Value>> {
  const events: Event[] = [];
  let step = await running.next();
  for (; step.done !== true; step = await running.next()) events.push(step.value);
  return { events, value: step.value };
}
