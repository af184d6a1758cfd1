//! schema.org records in a page: finds the article among them, in arrays, `@graph` and nested records, and mends broken JSON.

use serde_json::Value;

/// Records looked at in one page.
const MAX_RECORDS: usize = 500;

/// What the page's JSON-LD says about its article.
#[derive(Debug, Default)]
pub(super) struct Article {
    pub(super) headline: Option<String>,
    pub(super) author: Option<String>,
    pub(super) published: Option<String>,
    pub(super) modified: Option<String>,
    pub(super) language: Option<String>,
    pub(super) url: Option<String>,
    pub(super) publisher: Option<String>,
    /// `sourceOrganization`, `creditText`, `copyrightHolder`, `isBasedOn`, `provider`, `dateline`, with the property's name.
    pub(super) agencies: Vec<(&'static str, String)>,
    pub(super) body: Option<String>,
    /// Whether any record is an article.
    pub(super) is_article: bool,
    /// Whether a record says that the page is a list or a front page.
    pub(super) is_list: bool,
}

/// Reads the scripts' contents.
pub(super) fn read(scripts: &[&str]) -> Article {
    let values: Vec<Value> = scripts.iter().filter_map(|script| parse(script)).collect();
    let mut records = Vec::new();
    let mut queue: Vec<&Value> = values.iter().rev().collect();
    while let Some(value) = queue.pop() {
        match value {
            Value::Array(items) => queue.extend(items.iter().rev()),
            Value::Object(map) => {
                if records.len() == MAX_RECORDS {
                    break;
                }
                records.push(value);
                for key in ["mainEntityOfPage", "mainEntity", "@graph"] {
                    queue.extend(map.get(key).filter(|v| v.is_object() || v.is_array()));
                }
            }
            _ => {}
        }
    }
    let is_list =
        records.iter().any(|r| has_type(r, |t| matches!(t, "CollectionPage" | "ItemList" | "SearchResultsPage")));
    let mut article = Article { is_list, ..Article::default() };
    let best = records
        .iter()
        .find(|r| has_type(r, is_article) && r.get("headline").is_some())
        .or_else(|| records.iter().find(|r| has_type(r, is_article)));
    if let Some(record) = best {
        article.is_article = true;
        fill(&mut article, record);
    } else if let Some(record) = records.iter().find(|r| {
        r.get("datePublished").is_some()
            && !has_type(r, |t| matches!(t, "Comment" | "Review" | "VideoObject" | "ImageObject"))
    }) {
        fill(&mut article, record);
        article.body = None;
    }
    article
}

fn has_type(record: &Value, test: impl Fn(&str) -> bool) -> bool {
    match record.get("@type") {
        Some(Value::String(name)) => test(short_name(name)),
        Some(Value::Array(names)) => names.iter().filter_map(Value::as_str).any(|name| test(short_name(name))),
        _ => false,
    }
}

/// `http://schema.org/NewsArticle` and `schema:NewsArticle` are `NewsArticle`.
fn short_name(name: &str) -> &str {
    name.rsplit(['/', ':', '#']).next().unwrap_or(name)
}

fn is_article(name: &str) -> bool {
    name.ends_with("Article")
        || matches!(
            name,
            "BlogPosting" | "Report" | "LiveBlogPosting" | "SocialMediaPosting" | "Review" | "Recipe" | "PressRelease"
        )
}

fn fill(article: &mut Article, record: &Value) {
    let text = |key| record.get(key).and_then(plain);
    article.headline = text("headline").or_else(|| text("name"));
    article.author = record.get("author").or_else(|| record.get("creator")).and_then(names);
    article.published = text("datePublished").or_else(|| text("dateCreated"));
    article.modified = text("dateModified");
    article.language =
        record.get("inLanguage").and_then(|v| plain(v).or_else(|| v.get("alternateName").and_then(plain)));
    article.url = text("url")
        .or_else(|| record.get("mainEntityOfPage").and_then(|v| plain(v).or_else(|| v.get("@id").and_then(plain))));
    article.publisher = record.get("publisher").and_then(names);
    article.body = text("articleBody");
    for key in [
        "sourceOrganization",
        "creditText",
        "copyrightHolder",
        "isBasedOn",
        "isBasedOnUrl",
        "provider",
        "dateline",
        "contentSource",
    ] {
        if let Some(value) = record.get(key).and_then(names) {
            article.agencies.push((key, value));
        }
    }
}

/// A string, or the first of an array of strings.
fn plain(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.trim().to_owned()).filter(|t| !t.is_empty()),
        Value::Array(items) => items.iter().find_map(plain),
        Value::Object(map) => map.get("@value").and_then(plain),
        _ => None,
    }
}

/// The names of one or several persons or organisations, joined by a comma.
fn names(value: &Value) -> Option<String> {
    match value {
        Value::String(_) => plain(value),
        Value::Object(map) => map.get("name").or_else(|| map.get("url")).or_else(|| map.get("@id")).and_then(names),
        Value::Array(items) => {
            let mut all: Vec<String> = Vec::new();
            for name in items.iter().filter_map(names) {
                if !all.contains(&name) {
                    all.push(name);
                }
            }
            Some(all.join(", ")).filter(|joined| !joined.is_empty())
        }
        _ => None,
    }
}

/// Strict first; then mended.
fn parse(script: &str) -> Option<Value> {
    let script = unwrapped(script);
    serde_json::from_str(script).ok().or_else(|| first_of_several(script)).or_else(|| {
        let mended = mend(script);
        serde_json::from_str(&mended).ok().or_else(|| first_of_several(&mended))
    })
}

/// Without comment and CDATA wrappers and the semicolon of a script.
fn unwrapped(script: &str) -> &str {
    let script = script.trim();
    let start = script.find(['{', '[']).unwrap_or(0);
    // `<![CDATA[` opens with a bracket that is none.
    let start = script
        .find("CDATA[")
        .filter(|at| *at < 20)
        .and_then(|at| script[at + 6..].find(['{', '[']).map(|next| at + 6 + next))
        .unwrap_or(start);
    let end = script.rfind(['}', ']']).map_or(script.len(), |at| at + 1);
    let inside = script.get(start..end).unwrap_or(script);
    inside.trim_end_matches("]]>").trim_end()
}

/// Two objects one after the other in one script.
fn first_of_several(script: &str) -> Option<Value> {
    let values: Vec<Value> =
        serde_json::Deserializer::from_str(script).into_iter().map_while(Result::ok).take(10).collect();
    (!values.is_empty()).then_some(Value::Array(values))
}

/// Raw line breaks and control characters in strings are escaped, unknown escapes loosened, commas before a closing bracket
/// and comments dropped, and what was cut off is closed.
fn mend(script: &str) -> String {
    let mut out = String::with_capacity(script.len() + 16);
    let mut chars = script.chars().peekable();
    let mut open: Vec<char> = Vec::new();
    let mut in_string = false;
    while let Some(c) = chars.next() {
        if in_string {
            match c {
                '"' => {
                    in_string = false;
                    out.push('"');
                }
                '\\' => match chars.next() {
                    Some(next) if "\"\\/bfnrtu".contains(next) => out.extend(['\\', next]),
                    Some(next) => out.push(next),
                    None => {}
                },
                '\n' => out.push_str("\\n"),
                c if c.is_control() => out.push(' '),
                c => out.push(c),
            }
            continue;
        }
        match c {
            '"' => {
                in_string = true;
                out.push('"');
            }
            '{' | '[' => {
                open.push(if c == '{' { '}' } else { ']' });
                out.push(c);
            }
            '}' | ']' => {
                drop_comma(&mut out);
                open.pop();
                out.push(c);
            }
            '/' if chars.peek() == Some(&'*') => skip_comment(&mut chars),
            '/' if chars.peek() == Some(&'/') => while chars.next_if(|c| *c != '\n').is_some() {},
            c => out.push(c),
        }
    }
    if in_string {
        out.push('"');
    }
    drop_comma(&mut out);
    out.extend(open.into_iter().rev());
    out
}

fn drop_comma(out: &mut String) {
    let end = out.trim_end().len();
    if out[..end].ends_with(',') {
        out.truncate(end - 1);
    }
}

fn skip_comment(chars: &mut std::iter::Peekable<std::str::Chars<'_>>) {
    chars.next();
    let mut star = false;
    for c in chars.by_ref() {
        if star && c == '/' {
            return;
        }
        star = c == '*';
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_article_is_found_in_a_graph_and_an_array() {
        for script in [
            r#"{"@graph":[{"@type":"WebSite","name":"S"},{"@type":["NewsArticle"],"headline":"H","author":[{"name":"A"},{"name":"B"}],"datePublished":"2022-02-16"}]}"#,
            r#"[{"@type":"Organization"},{"@type":"http://schema.org/NewsArticle","headline":"H","author":["A","B"],"datePublished":"2022-02-16"}]"#,
            r#"{"@type":"WebPage","mainEntity":{"@type":"Article","headline":"H","creator":"A, B","datePublished":"2022-02-16"}}"#,
        ] {
            let article = read(&[script]);
            assert_eq!(
                (article.headline.as_deref(), article.author.as_deref(), article.published.as_deref()),
                (Some("H"), Some("A, B"), Some("2022-02-16")),
                "{script}"
            );
            assert!(article.is_article);
        }
    }

    #[test]
    fn agencies_are_read_with_their_property() {
        let article = read(&[
            r#"{"@type":"NewsArticle","headline":"H","sourceOrganization":{"name":"Antara"},"creditText":"AFP"}"#,
        ]);
        assert_eq!(article.agencies, [("sourceOrganization", "Antara".to_owned()), ("creditText", "AFP".to_owned())]);
    }

    #[test]
    fn broken_json_is_mended() {
        for script in [
            "//<![CDATA[\n{\"@type\":\"NewsArticle\",\"headline\":\"H\"}\n//]]>",
            "<!-- {\"@type\":\"NewsArticle\",\"headline\":\"H\",} -->",
            "{\"@type\":\"NewsArticle\",\"headline\":\"H\",\"description\":\"one\ntwo \\' three\"}",
            "{\"@type\":\"NewsArticle\", /* c */ \"headline\":\"H\", \"author\":{\"name\":\"cut off",
            "{\"@type\":\"NewsArticle\",\"headline\":\"H\"}{\"@type\":\"Person\"}",
            "{\"@type\":\"NewsArticle\",\"headline\":\"H\"};",
        ] {
            assert_eq!(read(&[script]).headline.as_deref(), Some("H"), "{script}");
        }
        assert!(read(&["not json", "", "[[[[", "{\"a\":"]).headline.is_none());
    }
}
