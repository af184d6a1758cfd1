//! Clusters: a heading, and its members in order of time.

use super::columns::{clip, counted, moment, pad, percent, printable, seen, share};
use super::lines::Lines;
use super::{Page, origin};
use crate::date::Published;
use crate::report::model::{Article, Cluster};
use std::io::{self, Write};
use unicode_width::UnicodeWidthStr;

/// Members shown of one cluster; the rest are counted.
const MEMBERS: usize = 12;
/// Columns of the widest id that others are aligned with.
const ID_WIDTH: usize = 48;
/// Columns before the id.
const ID: usize = 4;
/// Columns that notes need beside the columns.
const NOTES: usize = 30;
/// Columns of a member's headline.
const TITLE_WIDTH: usize = 48;

impl Page<'_> {
    pub(super) fn clusters(&self, out: &mut impl Write) -> io::Result<()> {
        for cluster in self.report.clusters.iter().take(self.style.top) {
            self.cluster(cluster, out)?;
        }
        let hidden = self.report.clusters.len().saturating_sub(self.style.top);
        if hidden > 0 {
            writeln!(
                out,
                "\n… and {} more (--top {} shows them)",
                counted(hidden, "cluster", "clusters"),
                self.report.clusters.len()
            )?;
        }
        Ok(())
    }

    fn cluster(&self, cluster: &Cluster, out: &mut impl Write) -> io::Result<()> {
        let members: Vec<&Article> =
            cluster.articles.iter().filter_map(|id| self.articles.get(id.as_str()).copied()).collect();
        let (articles, outlets) =
            (counted(members.len(), "article", "articles"), counted(cluster.outlets.len(), "outlet", "outlets"));
        let template = cluster.template.then(|| "template: one form with other numbers".to_owned());
        let notes = [format!("{articles} in {outlets}"), alike(cluster)];
        let once = cluster.one_address.then(|| "one address: the same page, read more than once".to_owned());
        let notes = notes.into_iter().chain(span_of_time(&members)).chain(template).chain(once);
        self.heading(&format!("cluster {}", cluster.cluster), notes, out)?;
        if let Some(title) = members.iter().find(|a| a.id == cluster.representative).and_then(|a| a.title.as_deref()) {
            let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
            writeln!(out, "    “{}”", clip(&printable(&title), self.style.width.saturating_sub(6)))?;
        }
        let standings: Vec<_> = cluster.members.iter().map(|member| member.standing).collect();
        let origin = origin::notes(&cluster.provenance, &cluster.credit, &standings);
        writeln!(out, "{}", Lines::new("    ", 6, self.style.width).notes("", origin))?;
        let mut order: Vec<usize> = (0..members.len()).collect();
        order.sort_by_key(|&i| (members[i].seen().map_or(i64::MAX, |seen| seen.seconds()), i));
        let columns = Columns::of(&members, self.style.width);
        for &i in order.iter().take(MEMBERS) {
            writeln!(out, "{}", columns.line(cluster, members[i], i))?;
        }
        if members.len() > MEMBERS {
            writeln!(out, "    … and {}", counted(members.len() - MEMBERS, "more article", "more articles"))?;
        }
        self.edits(cluster.cluster, out)
    }
}

/// How wide the columns of a cluster are; a column that says nothing is left out.
struct Columns {
    id: usize,
    outlet: usize,
    time: usize,
    /// Columns there are.
    width: usize,
}

impl Columns {
    fn of(members: &[&Article], width: usize) -> Self {
        let widest = |text: &dyn Fn(&Article) -> String| members.iter().map(|a| text(a).width()).max().unwrap_or(0);
        // A folder in front of the id says the outlet already.
        let told = members.iter().all(|a| a.outlet.as_ref().is_none_or(|outlet| a.id.starts_with(outlet.as_str())));
        Self {
            id: widest(&|a| printable(&a.id)).min(ID_WIDTH),
            outlet: if told { 0 } else { widest(&outlet).min(20) },
            time: if members.iter().any(|a| a.seen().is_some()) { widest(&time) } else { 0 },
            width,
        }
    }

    fn line(&self, cluster: &Cluster, article: &Article, member: usize) -> String {
        let star = if article.id == cluster.representative { "★" } else { " " };
        let beside: Vec<(usize, String)> =
            [(self.outlet, outlet(article)), (self.time, time(article))].into_iter().filter(|(w, _)| *w > 0).collect();
        let notes = notes(cluster, article, member);
        // Where the columns leave no room beside them they are notes like the others.
        if ID + self.id + beside.iter().map(|(w, _)| w + 2).sum::<usize>() + NOTES > self.width {
            let lead = format!("  {star} {}", printable(&article.id));
            let all = beside.into_iter().map(|(_, text)| text).filter(|text| text != "-").chain(notes);
            return Lines::new(&lead, ID + 2, self.width).notes("  ", all).to_string();
        }
        let mut lead = format!("  {star} {}", pad(&printable(&article.id), self.id));
        beside.iter().for_each(|(width, text)| lead += &format!("  {}", pad(text, *width)));
        Lines::new(&lead, ID + 2, self.width).notes("  ", notes).to_string()
    }
}

fn outlet(article: &Article) -> String {
    printable(article.outlet.as_deref().unwrap_or("-"))
}

fn time(article: &Article) -> String {
    seen(article).unwrap_or_else(|| "-".into())
}

/// What is told of a member after its columns.
fn notes(cluster: &Cluster, article: &Article, member: usize) -> Vec<String> {
    let mut notes = Vec::new();
    // A record's id says nothing to a reader.
    if let Some(title) = article.title.as_deref().filter(|_| article.id != article.path) {
        notes.push(format!("“{}”", clip(&printable(title), TITLE_WIDTH)));
    }
    if cluster.earliest.as_ref() == Some(&article.id) {
        notes.push("earliest seen".to_owned());
    }
    let shares = &cluster.members[member];
    notes.push(if article.id == cluster.representative {
        cluster.representative_reason.clone()
    } else {
        format!("{} of it in ★, {} of ★ in it", percent(shares.in_representative), percent(shares.of_representative))
    });
    notes.extend(origin::credits(article, shares.standing));
    notes
}

/// How alike its least alike pair is.
fn alike(cluster: &Cluster) -> String {
    let weakest = &cluster.weakest;
    if cluster.articles.len() == 2 {
        format!("resemblance {}", share(weakest.resemblance))
    } else {
        format!("weakest link {} ({} – {})", share(weakest.resemblance), printable(&weakest.a), printable(&weakest.b))
    }
}

/// From the first to the last date of the members, where two have one.
fn span_of_time(members: &[&Article]) -> Option<String> {
    let mut times: Vec<Published> = members.iter().filter_map(|a| a.published).collect();
    times.sort_by_key(Published::seconds);
    let (first, last) = (times.first()?, times.last()?);
    (times.len() > 1 && first != last).then(|| format!("{} → {}", moment(first), moment(last)))
}
