// The result as objects, the texts on demand, and names that can be hidden.

const core = JSON.parse(document.getElementById('core').textContent);
const settings = core.run.settings;
const state = { threshold: settings.threshold, anonymous: false };

const articles = core.articles.map(
  ([id, outlet, title, [published, seconds, changed], language, [words, furnitureWords], url, path, slot, furniture, credits], n) =>
    ({ n, id, outlet, title, published, seconds, changed, language, words, furnitureWords, url, path, slot, furniture, credits: credits.map(creditFrom) }));
const outlets = core.outlets.map(([name, count, words], n) => ({ n, name, articles: count, words }));
const pairs = core.pairs.map(
  ([a, b, relation, resemblance, inB, inA, words, byPassages, matches], n) =>
    ({ n, a, b, relation, resemblance, inB, inA, words, byPassages: byPassages === 1, matches }));
/** Places of a passage, the earliest first, those without a date last. */
const byTime = ([a, aStart], [b, bStart]) => (articles[a].seconds ?? Infinity) - (articles[b].seconds ?? Infinity) || a - b || aStart - bStart;
const passages = core.passages.map(
  ([snippet, words, places, earliest, within, origin], i) => ({ number: i + 1, snippet, words, places: places.sort(byTime), earliest, within, origin: originOf(origin) }));

function creditFrom([agency, kind, text, field, holds, place]) {
  return { agency, kind, text, field, holds, place };
}

/** Where a text probably came from, and whether its places say so. */
function originOf([source, confidence, evidence, agency, status]) {
  return { source, confidence, agency, status, evidence: evidence.map(([source, reason, points, count, witnesses]) => ({ source, reason, points, count, witnesses })) };
}


const pairKey = (a, b) => (a < b ? a * articles.length + b : b * articles.length + a);
const pairOf = new Map(pairs.map((pair) => [pairKey(pair.a, pair.b), pair]));
const pairsOf = new Map();
for (const pair of pairs) {
  for (const end of [pair.a, pair.b]) {
    if (!pairsOf.has(end)) pairsOf.set(end, []);
    pairsOf.get(end).push(pair);
  }
}
const relationWords = {
  identical: 'identical', near_duplicate: 'near duplicate', contained: 'contained', partial: 'shares passages', rewritten: 'rewritten',
};

/** A, B, … Z, AA, …: names that say nothing. */
const letters = (n) => (n < 26 ? '' : letters(Math.floor(n / 26) - 1)) + String.fromCharCode(65 + (n % 26));
const outletName = (n) => (state.anonymous ? `Outlet ${letters(n)}` : outlets[n].name ?? '(no outlet)');
const articleName = (n) => (state.anonymous ? `Article ${n + 1}` : articles[n].title || articles[n].id);
const articleId = (n) => (state.anonymous ? `article-${n + 1}` : articles[n].id);
const named = (n) => h('bdi', { dir: 'auto', lang: state.anonymous ? undefined : articles[n].language }, articleName(n));
const outletsOf = (members) => [...new Set(members.map((n) => articles[n].outlet))].sort((x, y) => x - y);

/** Shares of `part` that stand in `whole`. */
function contained(part, whole) {
  const pair = pairOf.get(pairKey(part, whole));
  return !pair ? 0 : pair.a === part ? pair.inB : pair.inA;
}

const packs = new Map();

/** The text of an article; nothing where the run did not carry it. */
async function textOf(n) {
  const slot = articles[n].slot;
  if (!slot) return null;
  if (!packs.has(slot[0])) packs.set(slot[0], packed(slot[0]).then(unpacked));
  return (await packs.get(slot[0]))[slot[1]];
}

/** A pack stands in the page, or in a file beside it. */
function packed(number) {
  const inside = document.getElementById(`texts-${number}`);
  if (inside) return Promise.resolve(inside.textContent);
  return new Promise((resolve, reject) => {
    waiting.set(number, resolve);
    const script = h('script', { src: `${document.body.dataset.folder}/texts-${number}.js` });
    script.onerror = () => reject(new Error(`${document.body.dataset.folder}/texts-${number}.js is missing: keep the folder beside the report`));
    document.head.append(script);
  });
}
const waiting = new Map();
window.reprintTexts = (number, pack) => waiting.get(number)?.(pack);

async function unpacked(pack) {
  const bytes = Uint8Array.from(atob(pack), (c) => c.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate'));
  return JSON.parse(await new Response(stream).text());
}
