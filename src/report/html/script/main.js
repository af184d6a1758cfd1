// Which screen the address names, the bar above it, and the keyboard.

const screens = {
  overview: ['Overview', overview],
  clusters: ['Clusters', (_, query) => [h('h1', null, 'Clusters'), clusterTable('Clusters', clusters(), query)]],
  outlets: ['Outlets', matrix],
  pairs: ['Pairs', (_, query) => pairsScreen(query)],
  passages: ['Passages', (_, query) => passagesScreen(query)],
  ledger: ['Credits', (_, query, groups) => ledgerScreen(query, groups)],
  run: ['Method', runScreen],
  cluster: [null, (argument) => clusterScreen(Number(argument)), 'clusters'],
  pair: [null, (argument) => pairScreen(...argument.split('-').map(Number)), 'pairs'],
  passage: [null, (argument) => passageScreen(Number(argument)), 'passages'],
};
const KEYS = [
  ['1 … 7', 'the screens in the bar'], ['/', 'search'], ['j  k', 'next and previous row'], ['[  ]', 'previous and next cluster or passage'],
  ['n  p', 'next and previous passage, side by side'], ['a', 'hide or show names'], ['?', 'this list'],
];
const help = h('dialog', { 'aria-label': 'Keys' }, h('h2', null, 'Keys'),
  h('dl', { class: 'keys' }, KEYS.map(([key, does]) => [h('dt', null, key), h('dd', null, does)])), button('Close', () => help.close()));

/** `#ledger?t=0.60&q=words&g=neither`: screen, argument, threshold where it is not the run's, search, groups. */
function route() {
  const [, name, argument, rest] = /^#([a-z]*)\/?([^?]*)\??(.*)$/.exec(location.hash) ?? [];
  const asked = new URLSearchParams(rest ?? '');
  return { name: Object.hasOwn(screens, name ?? '') ? name : 'overview', argument: argument ?? '', query: asked.get('q') ?? '', groups: asked.get('g'), threshold: Number(asked.get('t')) };
}

function show() {
  const { name, argument, query, groups, threshold } = route();
  if (threshold > 0 && threshold <= 1) state.threshold = threshold;
  const [label, screen, under] = screens[name];
  const main = document.getElementById('main');
  main.replaceChildren(...screen(argument, query, groups).filter(Boolean));
  for (const item of document.querySelectorAll('#top nav a')) {
    const here = item.hash === `#${under ?? name}`;
    if (!here) item.removeAttribute('aria-current');
    else {
      item.setAttribute('aria-current', 'page');
      // On a narrow screen the bar scrolls.
      item.parentElement.scrollLeft = item.offsetLeft - item.parentElement.offsetLeft - 40;
    }
  }
  if (state.threshold !== settings.threshold) remember();
  document.title = `${main.querySelector('h1')?.textContent ?? label} – reprint report`;
  if (show.ready) { main.focus({ preventScroll: true }); scrollTo(0, 0); }
  show.ready = true;
}

/** Puts the threshold, and what else was chosen, into the address: the link leads others to the same groups and rows. */
function remember(chosen = {}) {
  const [screen, rest] = location.hash.split('?');
  const asked = new URLSearchParams(rest ?? '');
  if (state.threshold === settings.threshold) asked.delete('t');
  else asked.set('t', two(state.threshold));
  for (const [name, value] of Object.entries(chosen)) {
    if (value) asked.set(name, value);
    else asked.delete(name);
  }
  history.replaceState(null, '', `${screen || '#overview'}${String(asked) && `?${asked}`}`);
}

function bar() {
  const hide = button('Hide names', toggle, { 'aria-pressed': 'false', title: 'Outlets and articles without their names' });
  const themes = { 'light dark': 'Auto', light: 'Light', dark: 'Dark' };
  const theme = h('select', { 'aria-label': 'Colours', on: { change: () => document.documentElement.style.setProperty('color-scheme', theme.value) } },
    Object.entries(themes).map(([value, name]) => h('option', { value }, name)));
  function toggle() {
    state.anonymous = !state.anonymous;
    hide.setAttribute('aria-pressed', state.anonymous);
    say(state.anonymous ? 'Names are hidden' : 'Names are shown');
    show();
  }
  bar.toggle = toggle;
  return [h('a', { class: 'brand', href: '#overview' }, 'reprint'),
    h('nav', { 'aria-label': 'Screens' }, Object.entries(screens).filter(([, [label]]) => label).map(([name, [label]]) => link(name, label))),
    h('div', { class: 'tools' }, hide, theme, button('?', () => help.showModal(), { 'aria-label': 'Keys', title: 'Keys' }))];
}

function step(selector, by) {
  const all = [...document.querySelectorAll(selector)];
  const at = all.findIndex((item) => item === document.activeElement || item.closest('tr')?.contains(document.activeElement));
  const next = all[Math.min(all.length - 1, Math.max(0, at + by))];
  next?.focus();
  next?.scrollIntoView({ block: 'nearest' });
}

function key(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName)) return;
  const go = (rel) => document.querySelector(`.steps [rel=${rel}]`)?.click();
  const screen = [...document.querySelectorAll('#top nav a')][Number(event.key) - 1];
  const runs = {
    '/': () => document.querySelector('main input[type=search]')?.focus(), '?': () => help.showModal(), a: bar.toggle,
    j: () => step('main tbody tr a:first-of-type, main .cards h2 a', 1), k: () => step('main tbody tr a:first-of-type, main .cards h2 a', -1),
    n: () => step('.text .badge', 1), p: () => step('.text .badge', -1), '[': () => go('prev'), ']': () => go('next'),
  };
  const run = runs[event.key] ?? (screen && (() => screen.click()));
  if (run) { event.preventDefault(); run(); }
}

document.getElementById('top').append(...bar());
document.body.append(help);
addEventListener('hashchange', show);
addEventListener('keydown', key);
show();
