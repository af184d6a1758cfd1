// Clusters at any threshold, exactly as the program finds them (src/cluster.rs): the constant Potts model, articles
// in order of their numbers, nothing drawn at random.

const GAMMA = 0.5;

/** Groups of two and more, the largest first. */
function groupsAt(threshold) {
  const reaches = (resemblance) => resemblance > 0 && resemblance + 1e-12 >= threshold;
  const edges = pairs.filter((p) => p.byPassages || reaches(p.resemblance)).map((p) => [p.a, p.b]);
  edges.push(...core.below.filter((p) => reaches(p[2])).map(([a, b]) => [a, b]));
  const groups = [];
  for (const component of components(edges)) {
    if (settings.cluster === 'components') groups.push(component.nodes);
    else groups.push(...dense(withNeutral(component)));
  }
  return groups.filter((group) => group.length > 1).sort((x, y) => y.length - x.length || x[0] - y[0]);
}

/** Connected parts; edges between places in `nodes`. */
function components(edges) {
  const neighbours = new Map();
  for (const [a, b] of edges) {
    for (const [x, y] of [[a, b], [b, a]]) {
      if (!neighbours.has(x)) neighbours.set(x, new Set());
      neighbours.get(x).add(y);
    }
  }
  const seen = new Set();
  const found = [];
  for (const start of [...neighbours.keys()].sort((x, y) => x - y)) {
    if (seen.has(start)) continue;
    const nodes = [start];
    seen.add(start);
    for (let i = 0; i < nodes.length; i++) {
      for (const next of neighbours.get(nodes[i])) if (!seen.has(next)) { seen.add(next); nodes.push(next); }
    }
    nodes.sort((x, y) => x - y);
    const place = new Map(nodes.map((node, i) => [node, i]));
    const weights = nodes.map((node) => new Map([...neighbours.get(node)].map((other) => [place.get(other), 1])));
    found.push({ nodes, weights });
  }
  return found;
}

const ASKED_UP_TO = 2000;

/** The same with the pairs that may not be compared: they speak neither for nor against a cluster. */
function withNeutral({ nodes, weights }) {
  const { scope, window_seconds: window } = settings;
  if ((scope === 'all' && window === null) || nodes.length > ASKED_UP_TO) return { nodes, weights };
  const side = scope === 'cross-collection' ? sides(weights) : nodes.map((n) => articles[n].outlet);
  const inScope = (a, b) => scope === 'all' || (side[a] === side[b]) === (scope === 'within-outlet');
  const time = (i) => articles[nodes[i]].seconds ?? null;
  const inWindow = (a, b) => window === null || time(a) === null || time(b) === null || Math.abs(time(a) - time(b)) <= window;
  const all = weights.map((links, a) => {
    const neutral = nodes.map((_, b) => [b, GAMMA]).filter(([b]) => b !== a && !(inScope(a, b) && inWindow(a, b)));
    return new Map([...neutral, ...links]);
  });
  return { nodes, weights: all };
}

/** Which of two collections each is of: every link leads to the other one. */
function sides(weights) {
  const side = new Array(weights.length).fill(0);
  const seen = [0];
  const known = new Set(seen);
  for (const node of seen) {
    for (const other of weights[node].keys()) {
      if (!known.has(other)) { side[other] = 1 - side[node]; known.add(other); seen.push(other); }
    }
  }
  return side;
}

/** Local moving and merging until nothing merges. */
function dense({ nodes, weights }) {
  let group = nodes.map((_, i) => i);
  let sizes = nodes.map(() => 1);
  for (;;) {
    const moved = localMoving(weights, sizes);
    const count = Math.max(...moved) + 1;
    if (count === sizes.length) break;
    group = group.map((g) => moved[g]);
    const merged = Array.from({ length: count }, () => new Map());
    weights.forEach((links, a) => links.forEach((weight, b) => {
      if (moved[a] !== moved[b]) merged[moved[a]].set(moved[b], (merged[moved[a]].get(moved[b]) ?? 0) + weight);
    }));
    const mergedSizes = new Array(count).fill(0);
    moved.forEach((to, i) => { mergedSizes[to] += sizes[i]; });
    [weights, sizes] = [merged, mergedSizes];
  }
  const clusters = sizes.map(() => []);
  group.forEach((g, i) => clusters[g].push(nodes[i]));
  return clusters;
}

function localMoving(weights, sizes) {
  const group = sizes.map((_, i) => i);
  const groupSize = [...sizes];
  for (let any = true; any;) {
    any = false;
    for (let node = 0; node < sizes.length; node++) {
      const own = group[node];
      groupSize[own] -= sizes[node];
      const links = new Map();
      weights[node].forEach((weight, other) => links.set(group[other], (links.get(group[other]) ?? 0) + weight));
      const gain = (to) => (links.get(to) ?? 0) - GAMMA * sizes[node] * groupSize[to];
      let [best, bestGain] = [own, gain(own)];
      for (const to of [...links.keys()].sort((x, y) => x - y)) {
        if (gain(to) > bestGain + 1e-9) [best, bestGain] = [to, gain(to)];
      }
      group[node] = best;
      groupSize[best] += sizes[node];
      any ||= best !== own;
    }
  }
  const number = new Map();
  return group.map((g) => number.get(g) ?? (number.set(g, number.size), number.size - 1));
}

/** Clusters at the threshold in force, with what a screen tells of them. */
function clusters() {
  if (clusters.at !== state.threshold) {
    clusters.at = state.threshold;
    clusters.found = state.threshold === settings.threshold ? core.clusters.map(asRun) : groupsAt(state.threshold).map(derived);
    clusters.of = new Map(clusters.found.flatMap((c) => c.members.map((n) => [n, c])));
  }
  return clusters.found;
}

const asRun = ([members, representative, reason, earliest, weakest, shares, origin, marks], i) =>
  ({ number: i + 1, members, representative, reason, earliest, weakest, shares, template: (marks & 1) === 1, once: (marks & 2) === 2, origin: originOf(origin), standings: shares.map((share) => STANDINGS[share[2]]) });

function derived(members, i) {
  const mean = (n) => members.reduce((sum, m) => sum + (m === n ? 0 : contained(m, n)), 0) / (members.length - 1);
  const time = (n) => articles[n].seconds ?? Infinity;
  const means = new Map(members.map((n) => [n, mean(n)]));
  const [representative] = [...members].sort((x, y) => means.get(y) - means.get(x) || time(x) - time(y) || x - y);
  const [first] = [...members].sort((x, y) => time(x) - time(y) || x - y);
  const inside = pairsInside(members);
  const weakest = inside.length ? inside.reduce((w, p) => (p.resemblance < w.resemblance ? p : w)) : null;
  return {
    number: i + 1, members, representative,
    reason: `most complete: holds ${percent(means.get(representative))} of the others on average`,
    earliest: time(first) < Infinity ? first : null,
    weakest: weakest && [weakest.a, weakest.b, weakest.resemblance],
    shares: members.map((n) => (n === representative ? [1, 1] : [contained(n, representative), contained(representative, n)])),
  };
}

function pairsInside(members) {
  const own = new Set(members);
  return members.flatMap((n) => (pairsOf.get(n) ?? []).filter((p) => p.a === n && own.has(p.b)));
}
