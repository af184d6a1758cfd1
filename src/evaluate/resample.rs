//! Bootstrap: the same gold drawn again with replacement (Efron, "Bootstrap methods", 1979).

use super::Settings;
use crate::hash;
use crate::report::evaluation::Figure;

/// The figures of `score` with their 95% percentile intervals; `score` gets how often each of `n` items was drawn.
pub fn figures<const N: usize>(
    names: [&'static str; N],
    n: usize,
    settings: Settings,
    score: impl Fn(&[u32]) -> [f64; N],
) -> Vec<Figure> {
    let values = score(&vec![1; n]);
    let mut drawn: [Vec<f64>; N] = std::array::from_fn(|_| Vec::with_capacity(settings.resamples));
    for resample in 0..settings.resamples {
        let mut counts = vec![0; n];
        for draw in 0..n {
            let random = hash::stream(settings.seed, (resample * n + draw) as u64);
            counts[((u128::from(random) * n as u128) >> 64) as usize] += 1;
        }
        drawn.iter_mut().zip(score(&counts)).for_each(|(list, value)| list.push(value));
    }
    let mut out = Vec::with_capacity(N);
    for ((name, value), mut list) in names.into_iter().zip(values).zip(drawn) {
        list.sort_by(f64::total_cmp);
        let at = |share: f64| list.get((share * (list.len().max(1) - 1) as f64).round() as usize).copied();
        out.push(Figure { name, value, low: at(0.025).unwrap_or(value), high: at(0.975).unwrap_or(value) });
    }
    out
}
