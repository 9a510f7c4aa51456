/** The cosine of the angle between two vectors of the same length, in [-1, 1]. Undefined when one of them has no direction, or holds what is no number. */
export function cosine(a: Float32Array, b: Float32Array): number | undefined {
  let product = 0;
  let squaresA = 0;
  let squaresB = 0;
  for (let at = 0; at < a.length; at += 1) {
    // Both are as long as `a`.
    const [x, y] = [a[at]!, b[at]!];
    product += x * y;
    squaresA += x * x;
    squaresB += y * y;
  }
  const value = product / Math.sqrt(squaresA * squaresB);
  return Number.isFinite(value) ? Math.max(-1, Math.min(1, value)) : undefined;
}
