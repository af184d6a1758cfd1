//! Clusters: a heading, and its members in order of time.

use super::columns::{clip, counted, moment, pad, percent, printable, share};
use super::{Page, origin};
use crate::date::Published;
use crate::report::model::{Article, Cluster};
use std::io::{self, Write};
use unicode_width::UnicodeWidthStr;

/// Members shown of one cluster; the rest are counted.
const MEMBERS: usize = 12;
/// Columns of the widest id that others are aligned with.
const ID_WIDTH: usize = 48;
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
        let heading = self.bold(&format!("cluster {}", cluster.cluster));
        writeln!(out, "\n{heading} · {articles} in {outlets}{}{}", alike(cluster), span_of_time(&members))?;
        if let Some(title) = members.iter().find(|a| a.id == cluster.representative).and_then(|a| a.title.as_deref()) {
            let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
            writeln!(out, "    “{}”", clip(&printable(&title), self.style.width.saturating_sub(6)))?;
        }
        let standings: Vec<_> = cluster.members.iter().map(|member| member.standing).collect();
        writeln!(
            out,
            "    {}",
            clip(&origin::line(&cluster.provenance, &cluster.credit, &standings), self.style.width.saturating_sub(4))
        )?;
        let mut order: Vec<usize> = (0..members.len()).collect();
        order.sort_by_key(|&i| (members[i].published.map_or(i64::MAX, |p| p.seconds()), i));
        let columns = Columns::of(&members);
        for &i in order.iter().take(MEMBERS) {
            let credits = origin::credits(members[i], cluster.members[i].standing);
            let credits = credits.map_or(String::new(), |credits| format!(" · {credits}"));
            writeln!(out, "{}{credits}", columns.line(cluster, members[i], i))?;
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
}

impl Columns {
    fn of(members: &[&Article]) -> Self {
        let widest = |text: &dyn Fn(&Article) -> String| members.iter().map(|a| text(a).width()).max().unwrap_or(0);
        // A folder in front of the id says the outlet already.
        let told = members.iter().all(|a| a.outlet.as_ref().is_none_or(|outlet| a.id.starts_with(outlet.as_str())));
        Self {
            id: widest(&|a| printable(&a.id)).min(ID_WIDTH),
            outlet: if told { 0 } else { widest(&|a| printable(a.outlet.as_deref().unwrap_or("-"))).min(20) },
            time: widest(&|a| a.published.map_or(String::new(), |p| moment(&p))),
        }
    }

    fn line(&self, cluster: &Cluster, article: &Article, member: usize) -> String {
        let represents = article.id == cluster.representative;
        let mut line = format!("  {} {}", if represents { "★" } else { " " }, pad(&printable(&article.id), self.id));
        if self.outlet > 0 {
            line += &format!("  {}", pad(&printable(article.outlet.as_deref().unwrap_or("-")), self.outlet));
        }
        if self.time > 0 {
            line += &format!("  {}", pad(&article.published.map_or("-".into(), |p| moment(&p)), self.time));
        }
        let mut notes = Vec::new();
        // A record's id says nothing to a reader.
        if let Some(title) = article.title.as_deref().filter(|_| article.id != article.path) {
            notes.push(format!("“{}”", clip(&printable(title), TITLE_WIDTH)));
        }
        if cluster.earliest.as_ref() == Some(&article.id) {
            notes.push("earliest seen".to_owned());
        }
        let shares = &cluster.members[member];
        notes.push(if represents {
            cluster.representative_reason.clone()
        } else {
            format!(
                "{} of it in ★, {} of ★ in it",
                percent(shares.in_representative),
                percent(shares.of_representative)
            )
        });
        format!("{line}  {}", notes.join(" · "))
    }
}

/// How alike its least alike pair is.
fn alike(cluster: &Cluster) -> String {
    let weakest = &cluster.weakest;
    if cluster.articles.len() == 2 {
        format!(" · resemblance {}", share(weakest.resemblance))
    } else {
        format!(
            " · weakest link {} ({} – {})",
            share(weakest.resemblance),
            printable(&weakest.a),
            printable(&weakest.b)
        )
    }
}

/// From the first to the last date of the members, where two have one.
fn span_of_time(members: &[&Article]) -> String {
    let mut times: Vec<Published> = members.iter().filter_map(|a| a.published).collect();
    times.sort_by_key(Published::seconds);
    match (times.first(), times.last()) {
        (Some(first), Some(last)) if times.len() > 1 && first != last => {
            format!(" · {} → {}", moment(first), moment(last))
        }
        _ => String::new(),
    }
}
