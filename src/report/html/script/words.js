// Words of two places, and which of them changed.

const UNSPACED = '\\p{sc=Han}\\p{sc=Hiragana}\\p{sc=Katakana}\\p{sc=Thai}\\p{sc=Lao}\\p{sc=Khmer}\\p{sc=Myanmar}';
const WORD = new RegExp(`[${UNSPACED}]|(?:(?![${UNSPACED}])[\\p{L}\\p{N}\\p{M}])+`, 'gu');
/** Comparisons beyond which changed words are not looked for: nobody waits for them. */
const MOST = 6e6;

/** The words of a place; furniture in it was not compared. */
const words = (text, start, end, furniture) => [...text.slice(start, end).matchAll(WORD)]
  .map((m) => ({ start: start + m.index, end: start + m.index + m[0].length, folded: m[0].normalize('NFKC').toLowerCase() }))
  .filter((word) => !furniture.some((from, i) => i % 2 === 0 && from <= word.start && word.start < furniture[i + 1]));

/** Neighbouring words as one range. */
function joined(ranges, text) {
  const out = [];
  for (const { start, end } of ranges) {
    const last = out.at(-1);
    if (last && /^\s*$/.test(text.slice(last.end, start))) last.end = end;
    else out.push({ start, end });
  }
  return out;
}

/** Ranges of each side's words that the other side lacks, by the longest common sequence. */
function changed(left, right) {
  let [head, tail] = [0, 0];
  const most = Math.min(left.length, right.length);
  while (head < most && left[head].folded === right[head].folded) head++;
  while (tail < most - head && left.at(-1 - tail).folded === right.at(-1 - tail).folded) tail++;
  const [x, y] = [left.slice(head, left.length - tail), right.slice(head, right.length - tail)];
  if (x.length * y.length > MOST) return [[], []];
  const wide = y.length + 1;
  const longest = new Uint16Array((x.length + 1) * wide);
  for (let i = x.length - 1; i >= 0; i--) {
    for (let j = y.length - 1; j >= 0; j--) {
      longest[i * wide + j] = x[i].folded === y[j].folded ? longest[(i + 1) * wide + j + 1] + 1
        : Math.max(longest[(i + 1) * wide + j], longest[i * wide + j + 1]);
    }
  }
  const [gone, come] = [[], []];
  let [i, j] = [0, 0];
  while (i < x.length || j < y.length) {
    if (i < x.length && j < y.length && x[i].folded === y[j].folded) { i++; j++; }
    else if (j >= y.length || (i < x.length && longest[(i + 1) * wide + j] >= longest[i * wide + j + 1])) gone.push(x[i++]);
    else come.push(y[j++]);
  }
  return [gone, come];
}
