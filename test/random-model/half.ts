const SINGLE = new Float32Array(1);
const BITS = new Uint32Array(SINGLE.buffer);

/** The bits of the nearest number in half precision (IEEE 754 binary16), ties to even; infinity beyond its range. */
export function halfBits(value: number): number {
  SINGLE[0] = value;
  const bits = BITS[0] ?? 0;
  const sign = (bits >>> 16) & 0x8000;
  const exponent = ((bits >>> 23) & 0xff) - 112;
  if (exponent >= 31) return sign | 0x7c00;
  // Below 2^-14 the steps stay equal: numbers are counted in 2^-24.
  if (exponent <= 0) return sign | roundToEven(Math.abs(value) * 2 ** 24);
  // A mantissa that is rounded up to the next power of two carries into the exponent, as it should.
  return sign | ((exponent << 10) + roundToEven((bits & 0x7fffff) / 2 ** 13));
}

function roundToEven(value: number): number {
  const whole = Math.floor(value);
  const rest = value - whole;
  return rest > 0.5 || (rest === 0.5 && whole % 2 === 1) ? whole + 1 : whole;
}
