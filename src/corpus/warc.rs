//! `.warc`, `.wet`, `.arc`: what crawlers kept. Answers and resources are pages or texts; requests and notes are passed over.

use super::http;
use super::reason;
use super::records::{Form, Packed, Record, Refused};
use super::source::{Format, Stream, too_long};
use std::io::{self, BufRead, BufReader, Read};

/// Bytes of the longest header line, and of all headers of a record.
const HEADER_BYTES: u64 = 1 << 18;

/// Cuts the records, of WARC and ARC alike.
pub(super) struct Records {
    stream: BufReader<Stream>,
    number: u64,
    /// Whether any record was an article or was refused.
    told: bool,
    /// Whether ARC records have the ten fields of its second version.
    second_arc: bool,
    ended: bool,
}

/// What stands above a record's content.
struct Head {
    kind: Kind,
    url: Option<String>,
    media_type: String,
    length: u64,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// What a server sent, with its own headers.
    Answer,
    /// The thing itself.
    Resource,
    /// Its text.
    Text,
    /// Requests, notes, the file's own description.
    Other,
}

impl Records {
    pub(super) fn new(stream: Stream) -> Self {
        let stream = BufReader::with_capacity(1 << 16, stream);
        Self { stream, number: 0, told: false, second_arc: false, ended: false }
    }

    /// The next article or refusal; `None` at the end.
    fn record(&mut self, limit: u64) -> io::Result<Option<Result<Record, Refused>>> {
        while let Some(head) = self.head()? {
            self.number += 1;
            if head.kind == Kind::Other {
                self.describes(&head)?;
                continue;
            }
            let refused = |number, why: String| Ok(Some(Err(Refused::new(number, why))));
            if head.length > limit {
                self.pass(head.length)?;
                return refused(self.number, too_long(limit));
            }
            if head.length == 0 {
                continue;
            }
            let content = self.content(head.length)?;
            match packed(head, content, limit) {
                Ok(Some(packed)) => return Ok(Some(Ok(Record { number: self.number, form: Form::File(packed) }))),
                Ok(None) => {}
                Err(why) => return refused(self.number, why),
            }
        }
        Ok(None)
    }

    /// Passes over a record that is no article; the one that describes an ARC file tells its version.
    fn describes(&mut self, head: &Head) -> io::Result<()> {
        if !head.url.as_deref().is_some_and(|url| url.starts_with("filedesc:")) {
            return self.pass(head.length);
        }
        let note = self.content(head.length.min(HEADER_BYTES))?;
        self.second_arc = note.starts_with(b"2");
        self.pass(head.length.saturating_sub(HEADER_BYTES))
    }

    /// The head of the next record, after blank lines.
    fn head(&mut self) -> io::Result<Option<Head>> {
        let line = loop {
            let Some(line) = self.line()? else { return Ok(None) };
            if !line.is_empty() {
                break line;
            }
        };
        if line.starts_with("WARC/") {
            return self.warc_head().map(Some);
        }
        arc_head(&line, self.second_arc).map(Some).ok_or_else(|| io::Error::other("no record begins where one should"))
    }

    fn warc_head(&mut self) -> io::Result<Head> {
        let (mut kind, mut url, mut media_type, mut length) = (Kind::Other, None, String::new(), None);
        let mut bytes = 0;
        while let Some(line) = self.line()?.filter(|line| !line.is_empty()) {
            bytes += line.len() as u64;
            if bytes > HEADER_BYTES {
                return Err(io::Error::other("headers without end"));
            }
            let Some((name, value)) = line.split_once(':') else { continue };
            let value = value.trim();
            match name.trim().to_ascii_lowercase().as_str() {
                "warc-type" => kind = kind_of(value),
                "warc-target-uri" => url = Some(value.trim_matches(['<', '>']).to_owned()),
                "content-type" => media_type = value.to_owned(),
                "content-length" => length = value.parse().ok(),
                _ => {}
            }
        }
        let length = length.ok_or_else(|| io::Error::other("a record does not say how long it is"))?;
        // A crawler's notes on itself, kept as a resource.
        if url.as_ref().is_some_and(|url: &String| url.starts_with("metadata:")) {
            kind = Kind::Other;
        }
        Ok(Head { kind, url, media_type, length })
    }

    /// A line without its end; `None` at the end of the file.
    fn line(&mut self) -> io::Result<Option<String>> {
        let mut line = Vec::new();
        if (&mut self.stream).take(HEADER_BYTES).read_until(b'\n', &mut line)? == 0 {
            return Ok(None);
        }
        if line.len() as u64 == HEADER_BYTES {
            return Err(io::Error::other("a header line without end"));
        }
        Ok(Some(String::from_utf8_lossy(line.trim_ascii_end()).into_owned()))
    }

    fn content(&mut self, length: u64) -> io::Result<Vec<u8>> {
        let mut content = Vec::new();
        (&mut self.stream).take(length).read_to_end(&mut content)?;
        if (content.len() as u64) < length { Err(io::ErrorKind::UnexpectedEof.into()) } else { Ok(content) }
    }

    fn pass(&mut self, length: u64) -> io::Result<()> {
        let passed = io::copy(&mut (&mut self.stream).take(length), &mut io::sink())?;
        if passed < length { Err(io::ErrorKind::UnexpectedEof.into()) } else { Ok(()) }
    }
}

impl super::records::Records for Records {
    fn next(&mut self, limit: u64) -> Option<Result<Record, Refused>> {
        if self.ended {
            return None;
        }
        let next = self.record(limit).unwrap_or_else(|error| {
            self.ended = true;
            let rest = if self.number > 0 { "; the rest of the file is left out" } else { "" };
            Some(Err(Refused::new(self.number + 1, format!("broken WARC or ARC: {}{rest}", told(&error)))))
        });
        self.ended |= next.is_none();
        if next.is_none() && !self.told {
            self.told = true;
            return Some(Err(Refused::new(0, "holds no page and no text")));
        }
        self.told = true;
        next
    }
}

/// Our own words as they are, the system's in words that group well.
fn told(error: &io::Error) -> String {
    if error.kind() == io::ErrorKind::Other { error.to_string() } else { reason(error) }
}

fn kind_of(name: &str) -> Kind {
    match name.to_ascii_lowercase().as_str() {
        "response" => Kind::Answer,
        "resource" => Kind::Resource,
        "conversion" => Kind::Text,
        _ => Kind::Other,
    }
}

/// `URL IP date type length`; a URL may hold blanks, so the fields are counted from the end, or in the second version, with its
/// ten, from the end as well.
fn arc_head(line: &str, second: bool) -> Option<Head> {
    let fields = if second { 10 } else { 5 };
    let parts: Vec<&str> = line.rsplitn(fields, ' ').collect();
    let (&length, &url) = (parts.first()?, parts.last()?);
    if parts.len() < fields || !url.contains(':') {
        return None;
    }
    let media_type = parts[if second { 6 } else { 1 }].to_owned();
    let kind = match url.split_once(':')?.0 {
        "http" | "https" => Kind::Answer,
        _ => Kind::Other,
    };
    Some(Head { kind, url: Some(url.to_owned()), media_type, length: length.parse().ok()? })
}

/// What a record's content is; `None` for what no reader would look for here, such as the answer of a name server.
fn packed(head: Head, content: Vec<u8>, limit: u64) -> Result<Option<Packed>, String> {
    let (media_type, bytes) = match head.kind {
        Kind::Answer if content.starts_with(b"HTTP/") => {
            let answer = http::answer(content, limit)?;
            (answer.media_type, answer.body)
        }
        Kind::Answer if head.url.as_deref().is_some_and(|url| url.starts_with("http")) => {
            return Err("an answer without the headers of HTTP".into());
        }
        Kind::Answer => return Ok(None),
        _ => (head.media_type, content),
    };
    let (name, charset) = http::media_type(&media_type);
    let format = match name.as_str() {
        "text/html" | "application/xhtml+xml" => Format::Page,
        "text/plain" => Format::Text,
        "" | "application/octet-stream" | "unk" | "no-type" if http::looks_like_page(&bytes) => Format::Page,
        _ if head.kind == Kind::Text => Format::Text,
        other => {
            return Err(format!(
                "neither a page nor a text: {}",
                if other.is_empty() { "no media type" } else { other }
            ));
        }
    };
    if bytes.trim_ascii().is_empty() {
        return Err("an answer without content".into());
    }
    Ok(Some(Packed { path: None, format, bytes, charset, url: head.url }))
}
