// Who credits whom, in words: credits, standing and groups of places, the probable source with what speaks for it.

/** By the number that `standing` has in a row. */
const STANDINGS = ['origin', 'credited', 'uncredited', 'unknown'];
const standingWords = { origin: 'origin', credited: 'credited', uncredited: 'no credit found', unknown: 'undecided' };
const standingSigns = { origin: '◇', credited: '✓', uncredited: '○', unknown: '?' };
const statusWords = { credited: 'credited', uncredited: 'no credit found', mixed: 'credited by some', unknown: 'undecided' };
const confidenceWords = { undetermined: 'undetermined', low: 'low confidence', medium: 'medium confidence', high: 'high confidence' };
const reasonWords = {
  credited: 'credited', credited_for_the_article: 'credited in a byline, dateline or copyright line', published: 'ran it itself',
  earliest_seen: 'seen earliest', most_complete: 'has the most complete text', linked: 'its address is given as the page’s own',
};
const fieldWords = { text: '', author: ' beside the text, as author', agencies: ' beside the text, as agency', captions: ' in a caption' };
const holdsWords = { article: 'speaks for the whole article', near: 'speaks for its sentence and the two beside it', nothing: 'speaks for no text' };

/** The four groups of reused places, and the two that belong to none. */
const GROUPS = {
  credited_quoted: ['credited, quoted', 'in quotation marks, and a credit was found'],
  credited_not_quoted: ['credited, not quoted', 'a credit was found'],
  quoted_not_credited: ['quoted, not credited', 'in quotation marks, no credit was found'],
  neither: ['neither', 'not in quotation marks, no credit was found'],
  origin: ['origin', 'the text may well begin here: nobody to credit'],
  unknown: ['undecided', 'nothing tells whom to credit'],
};

function groupOf(standing, quoted) {
  if (standing === 'credited') return quoted ? 'credited_quoted' : 'credited_not_quoted';
  if (standing === 'uncredited') return quoted ? 'quoted_not_credited' : 'neither';
  return standing;
}

/** Houses and sources have a letter when names are hidden; one that is an outlet has the outlet's. */
const outletNumber = new Map(outlets.map((o) => [o.name, o.n]));
const sourcesOf = (origin) => (origin ? [...origin.evidence.map((e) => e.source), origin.source, origin.agency] : []);
const houses = [...new Set([
  ...articles.flatMap((a) => a.credits.map((c) => c.agency)),
  ...core.clusters.flatMap((c) => sourcesOf(originOf(c[6]))), ...passages.flatMap((p) => sourcesOf(p.origin)), ...core.lags.map(([agency]) => agency),
])].filter((name) => name !== null && !outletNumber.has(name)).sort();
const houseNumber = new Map(houses.map((name, n) => [name, n]));

function sourceName(name) {
  if (!state.anonymous) return name;
  return outletNumber.has(name) ? outletName(outletNumber.get(name)) : `House ${letters(houseNumber.get(name) ?? 0)}`;
}
const source = (name) => h('bdi', { dir: 'auto' }, sourceName(name));

const standingMark = (standing) => h('span', { class: `standing ${standing}` }, h('span', { 'aria-hidden': 'true' }, standingSigns[standing]), ' ', standingWords[standing]);

/** Each house and kind of an article once, with the words that say so. */
function creditsOf(n) {
  const told = new Map();
  for (const credit of articles[n].credits) {
    const key = `${credit.agency} ${credit.kind}`;
    if (!told.has(key)) told.set(key, { ...credit, texts: [] });
    if (!told.get(key).texts.includes(credit.text)) told.get(key).texts.push(credit.text);
  }
  return [...told.values()];
}
const creditText = (n) => creditsOf(n).map((c) => `${sourceName(c.agency)} (${c.kind})`).join('; ');
const creditTexts = (n) => (state.anonymous ? '' : articles[n].credits.map((c) => c.text).join('; '));

/** What an article says of where it has something from: `Antara (byline) “ANTARA”`. */
function creditList(n) {
  const list = creditsOf(n);
  if (!list.length) return h('span', { class: 'none' }, 'none found');
  return h('ul', { class: 'credits' }, list.map((c) => h('li', { title: `${holdsWords[c.holds]}${fieldWords[c.field]}` },
    source(c.agency), ` (${c.kind})`, !state.anonymous && h('q', { dir: 'auto', lang: articles[n].language }, c.texts.slice(0, 2).join(' … ')))));
}

/** `2 credited, 1 no credit found`; nothing where nothing is decided. */
function standingCounts(standings) {
  return ['credited', 'uncredited', 'origin', 'unknown'].map((standing) => [standings.filter((s) => s === standing).length, standing])
    .filter(([count]) => count > 0).map(([count, standing]) => `${grouped(count)} ${standingWords[standing]}`).join(', ');
}

/** The probable source in one line. */
function originLine(origin, standings) {
  const undecided = origin.status === 'uncredited' && origin.agency === null ? 'nobody names a source, and all may have it from a third' : 'source undetermined';
  return [standingCounts(standings), ' · ', origin.source === null ? undecided : ['probable source: ', source(origin.source), ` (${confidenceWords[origin.confidence]})`]];
}

/** The probable source with all that speaks for it and for others. */
function originCard(origin, standings) {
  const sources = [...new Set(origin.evidence.map((e) => e.source))];
  const points = (name) => origin.evidence.filter((e) => e.source === name).reduce((sum, e) => sum + e.points, 0);
  const witness = (n) => h('a', { href: `#ledger?q=${encodeURIComponent(`"${articleId(n)}"`)}` }, named(n));
  const evidence = ({ reason, points, count, witnesses }) => h('li', null, `${reasonWords[reason]}, in ${counted(count, 'article', 'articles')} (${counted(points, 'point', 'points')}): `,
    witnesses.map((n, i) => [i > 0 && ', ', witness(n)]), count > witnesses.length && ` and ${grouped(count - witnesses.length)} more`);
  return h('section', { class: 'card' }, h('h2', null, 'Where it probably came from'),
    h('p', { class: 'told' }, originLine(origin, standings)),
    sources.length > 0 && h('ul', { class: 'evidence' }, sources.map((name) => h('li', null,
      h('b', null, source(name)), `, ${counted(points(name), 'point', 'points')}`,
      h('ul', null, origin.evidence.filter((e) => e.source === name).map(evidence))))),
    h('p', { class: 'note' }, sources.length ? 'From 5 points the confidence is high, from 3 medium, with 2 low; fewer, or a tie, leave it undetermined. The points follow a stated rule, they are no probability. Seen first is not written first.'
      : 'Nothing speaks for a source. ', !sources.length && origin.status === 'uncredited' && 'Only the dates say who ran it later: a release that all received looks the same.'));
}
