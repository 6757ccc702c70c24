// A QR code of at most 42 bytes: version 3, correction M, mask 2 (ISO/IEC 18004). The short line of a lever needs no more.

const SIDE = 29, DATA = 44, CORRECTION = 26, FORMAT = 0b101111001111100; // what tells correction M and mask 2
const POWERS = new Uint8Array(255), LOGS = new Uint8Array(256);
for (let n = 0, value = 1; n < 255; n++) {
  POWERS[n] = value;
  LOGS[value] = n;
  value = (value << 1) ^ (value & 128 ? 0x11d : 0);
}
const times = (/** @type {number} */ a, /** @type {number} */ b) => (a && b ? POWERS[(LOGS[a] + LOGS[b]) % 255] : 0);

/** Data and correction of a text, as bits.
 * @param {Uint8Array} bytes @returns {number[]} */
function codeBits(bytes) {
  const bits = [0, 1, 0, 0];
  const push = (/** @type {number} */ value, /** @type {number} */ size) => {
    for (let at = size - 1; at >= 0; at--) bits.push((value >> at) & 1);
  };
  push(bytes.length, 8);
  bytes.forEach((one) => push(one, 8));
  push(0, Math.min(4, DATA * 8 - bits.length));
  push(0, (8 - (bits.length % 8)) % 8);
  for (let pad = 0xec; bits.length < DATA * 8; pad ^= 0xfd) push(pad, 8);
  const data = Array.from({ length: DATA }, (_, at) => parseInt(bits.slice(at * 8, at * 8 + 8).join(""), 2));
  let divisor = [1];
  for (let n = 0; n < CORRECTION; n++) {
    const shifted = [...divisor, 0];
    divisor.forEach((value, at) => { shifted[at + 1] ^= times(value, POWERS[n]); });
    divisor = shifted;
  }
  const rest = [...data, ...Array(CORRECTION).fill(0)];
  for (let at = 0; at < DATA; at++) {
    const factor = rest[at];
    divisor.forEach((value, n) => { rest[at + n] ^= times(value, factor); });
  }
  rest.slice(DATA).forEach((one) => push(one, 8));
  return bits;
}

/** The rows of a code, true for dark, without the white around; null for a text that is too long.
 * @param {string} text @returns {boolean[][] | null} */
function codeOf(text) {
  const bytes = new TextEncoder().encode(text);
  if (bytes.length > DATA - 2) return null;
  /** @type {(boolean | null)[][]} */
  const rows = Array.from({ length: SIDE }, () => Array(SIDE).fill(null));
  const square = (/** @type {number} */ x, /** @type {number} */ y, /** @type {number} */ reach) => {
    const light = reach > 2 ? [2, 4] : [1]; // rings around the middle: a corner with its margin, the mark inside
    for (let dy = -reach; dy <= reach; dy++) {
      for (let dx = -reach; dx <= reach; dx++) {
        const isInside = rows[y + dy] && x + dx >= 0 && x + dx < SIDE;
        if (isInside) rows[y + dy][x + dx] = !light.includes(Math.max(Math.abs(dx), Math.abs(dy)));
      }
    }
  };
  for (const [x, y] of [[3, 3], [SIDE - 4, 3], [3, SIDE - 4]]) square(x, y, 4);
  square(22, 22, 2);
  for (let at = 8; at < SIDE - 8; at++) rows[6][at] = rows[at][6] = at % 2 === 0;
  const told = (/** @type {number} */ bit) => (FORMAT >> bit & 1) === 1;
  for (let bit = 0; bit < 15; bit++) {
    const at = bit < 6 ? bit : bit < 8 ? bit + 1 : SIDE - 15 + bit;
    rows[at][8] = told(bit);
    rows[8][bit < 8 ? SIDE - 1 - bit : bit < 9 ? 7 : 14 - bit] = told(bit);
  }
  rows[SIDE - 8][8] = true;
  const bits = codeBits(bytes);
  let next = 0, up = true;
  for (let right = SIDE - 1; right > 0; right -= 2, up = !up) {
    if (right === 6) right = 5;
    for (let step = 0; step < SIDE; step++) {
      const y = up ? SIDE - 1 - step : step;
      for (const x of [right, right - 1]) {
        if (rows[y][x] === null) rows[y][x] = (bits[next++] === 1) !== (x % 3 === 0);
      }
    }
  }
  return rows.map((row) => row.map(Boolean));
}
