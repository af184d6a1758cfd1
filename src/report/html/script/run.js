// How the figures came about: settings, what was left out, and a paragraph for a methods section.

const SETTING_WORDS = {
  threshold: 'Least resemblance of near duplicates', containment: 'Least share of the shorter article in shared passages that makes versions of one text',
  shingle: 'Words in a shingle', hashes: 'Permutations of a signature', bands: 'Bands', rows: 'Rows a band', exact: 'Every pair found by construction',
  min_words: 'Least words of an article that is compared', contained_words: 'Least words in passages for a containment', boilerplate: 'Furniture',
  min_passage: 'Least words of a passage', sensitive: 'Passages in other words', gazetteer: 'Lists of houses and phrases beside those built in', scope: 'Pairs that count', window_seconds: 'Longest time between two articles, seconds', cluster: 'Clusters',
};

function methods() {
  const { run, summary } = core;
  const found = summary.candidate_stage.exact ? 'an exact prefix join over all articles'
    : `min-max hash signatures (Ji et al. 2013: ${settings.hashes} lanes, the minima and maxima under ${Math.ceil(settings.hashes / 2)} permutations; ${settings.bands} bands of ${settings.rows} rows; estimated recall at the threshold ${(summary.estimated_recall * 100).toFixed(1)}%)`;
  return [
    `Near-duplicate articles and reused passages were found with reprint ${run.version}.`,
    `${grouped(summary.articles)} articles from ${counted(summary.outlets, 'outlet', 'outlets')} were read; ${counted(summary.skipped, 'file or record was', 'files and records were')} left out.`,
    settings.boilerplate === 'off' ? 'No furniture was masked.' : 'Outlet-specific furniture was masked before comparison.',
    `Articles were represented by their sets of word ${settings.shingle}-grams; candidate pairs came from ${found} and from shared word 4-grams (winnowed, two or more), and were verified by exact Jaccard resemblance (threshold ${settings.threshold})${settings.min_passage ? ` and by word alignment (passages of ${settings.min_passage} words and more)` : ''}.`,
    settings.cluster === 'components' ? 'Clusters are connected components of the pairs that hold.'
      : `Clusters are communities of the constant Potts model (γ = ${GAMMA}) over pairs that reach the threshold or share ${percent(settings.containment)} of the shorter article.`,
    'Credits were found by lists of news houses and citing phrases; a place is uncredited where none was found although another outlet credits a house for the text, or surely ran it before and no article names a press release or press conference.',
    `Seed ${run.seed}; corpus hash ${run.corpus || 'not recorded'}.`,
  ].join(' ');
}

function runScreen() {
  const paragraph = h('p', { class: 'methods', tabindex: '0' }, methods());
  const list = (title, name, columns, rows) => rows.length > 0 && table({ title, name, rows, columns: columns.map(([label, value, number]) => ({ name: label, value, number })) });
  return [
    h('h1', null, 'How this was found'),
    h('section', { class: 'card' }, h('div', { class: 'bar' }, h('h2', null, 'A paragraph for a methods section'), button('Copy', () => copy(paragraph))), paragraph),
    h('section', { class: 'card' }, h('h2', null, 'What the figures do not say'),
      h('ul', null,
        h('li', null, 'Shared text is no verdict. Agencies, press releases and quotations are shared openly, and often with a licence.'),
        h('li', null, 'Earliest seen is the earliest date among the articles read. The first to write it may not be among them.'),
        h('li', null, 'No credit found means that none was recognised. Whether one was owed, no program can tell.'),
        h('li', null, core.summary.candidate_stage.exact ? 'Every pair at or above the threshold was found.' : `A pair exactly at the threshold was met by its signature with a probability of ${(core.summary.estimated_recall * 100).toFixed(1)}%; pairs above it more surely.`),
        core.summary.too_short > 0 && h('li', null, `${counted(core.summary.too_short, 'article was', 'articles were')} too short to compare.`))),
    h('section', { class: 'card' }, h('h2', null, 'The run'), h('dl', { class: 'facts' },
      fact('Version', core.run.version), fact('Seed', core.run.seed), fact('Corpus hash', h('code', null, core.run.corpus || 'not recorded')),
      fact('Pairs compared', grouped(core.summary.candidates)))),
    list('Settings', 'settings', [['Setting', (r) => r[0]], ['Value', (r) => (r[1] === null || r[1].length === 0 ? 'none' : String(r[1]))], ['What it is', (r) => SETTING_WORDS[r[0]] ?? '']], Object.entries(settings)),
    list('Left out, by reason', 'skipped-reasons', [['Reason', (r) => r[0]], ['Files', (r) => r[1], true]], core.reasons),
    list('Left out', 'skipped', [['Path', (r) => (state.anonymous ? '(hidden)' : r[0])], ['Reason', (r) => r[1]]], core.skipped),
    list('Furniture that was masked', 'furniture', [['Outlet', (r) => outletName(outlets.findIndex((o) => o.name === r.outlet))], ['Articles', (r) => r.articles, true], ['Text', (r) => (state.anonymous ? '(hidden)' : r.text)]], core.boilerplate),
  ];
}

async function copy(element) {
  try {
    await navigator.clipboard.writeText(element.textContent);
  } catch {
    getSelection().selectAllChildren(element);
    document.execCommand('copy');
  }
  say('Copied');
}
