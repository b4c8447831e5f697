// Unit vectors that lie in clusters along a few common directions, as embeddings of real passages do.

/** Divides by the length, in place. */
export function normalise(vector: Float32Array): Float32Array {
  let squares = 0;
  for (const value of vector) squares += value * value;
  const factor = 1 / Math.sqrt(squares);
  for (let index = 0; index < vector.length; index++) vector[index] = (vector[index] ?? 0) * factor;
  return vector;
}

function gaussian(random: () => number): () => number {
  let spare: number | undefined;
  return () => {
    if (spare !== undefined) {
      const value = spare;
      spare = undefined;
      return value;
    }
    const radius = Math.sqrt(-2 * Math.log(1 - random()));
    const angle = 2 * Math.PI * random();
    spare = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  };
}

const CLUSTERS = 500;
const DIRECTIONS = 32;

/** unit(cluster centre + 0.8 × noise along common directions + 0.3 × noise anywhere); without clusters: noise anywhere. */
export function createVectorMaker(
  dims: number,
  random: () => number,
  { clusters = CLUSTERS }: { readonly clusters?: number } = {},
): () => Float32Array {
  const normal = gaussian(random);
  const unit = (): Float32Array => normalise(Float32Array.from({ length: dims }, normal));
  if (clusters === 0) return unit;
  const centres = Array.from({ length: clusters }, unit);
  const directions = Array.from({ length: DIRECTIONS }, unit);
  return () => {
    const vector = unit();
    const centre = centres[Math.floor(random() * clusters)] ?? vector;
    for (let dim = 0; dim < dims; dim++) vector[dim] = 0.3 * (vector[dim] ?? 0) + (centre[dim] ?? 0);
    for (const direction of directions) addScaled(vector, direction, (0.8 / Math.sqrt(DIRECTIONS)) * normal());
    return normalise(vector);
  };
}

function addScaled(vector: Float32Array, direction: Float32Array, factor: number): void {
  for (let dim = 0; dim < vector.length; dim++) vector[dim] = (vector[dim] ?? 0) + factor * (direction[dim] ?? 0);
}
