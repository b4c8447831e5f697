// Words of the same root that share no stem: `reachable` is about reaching, a `teacher` teaches, `delivery` is what is delivered.

const ENDINGS = ["able", "er", "or", "ment", "y"];
const SHORTEST_ROOT = 4;
/** `rollback` may be written as `roll back`. */
const WITH_PARTICLE = /^([a-z]{3,})(?:back|out|up|off|down)$/;

/** Made from a lower-case word by an ending, or by leaving one out; many of them are no words at all and are found nowhere. */
export function relatives(word: string): readonly string[] {
  if (!/^[a-z]{3,}$/.test(word)) return [];
  const roots = ENDINGS.filter((ending) => word.endsWith(ending)).map((ending) => word.slice(0, -ending.length));
  const longEnough = roots.filter(({ length }) => length >= SHORTEST_ROOT);
  const base = word.replace(/e$/, "");
  const verb = WITH_PARTICLE.exec(word)?.[1];
  return [
    ...(verb === undefined ? [] : [verb]),
    ...longEnough,
    ...longEnough.map((root) => `${root}e`),
    ...ENDINGS.map((ending) => base + ending),
  ];
}
