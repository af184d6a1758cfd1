//! `.json`: an array of objects, one object, objects one after the other, or an object that holds a list of them.
//!
//! Cuts the elements out by their brackets, one at a time, so that a long array is never held whole; what an element says
//! is `jsonl`'s business.

use super::charset;
use super::reason;
use super::records::{Form, Record, Records, Refused};
use super::source::Stream;
use serde_json::Value;
use std::collections::VecDeque;
use std::io::{self, Read};

/// Cuts the elements.
pub(super) struct Values {
    stream: Stream,
    buffer: Vec<u8>,
    at: usize,
    number: u64,
    /// Elements of an object that held a list.
    waiting: VecDeque<Vec<u8>>,
    /// Whether the file is an array.
    in_array: bool,
    started: bool,
    ended: bool,
}

/// Bytes read in one go.
const BLOCK: usize = 1 << 16;

/// Why an element could not be cut out.
enum Stop {
    End,
    Because(String),
}

impl Values {
    pub(super) fn new(stream: Stream) -> io::Result<Self> {
        let (_, stream) = charset::unicode(stream)?;
        Ok(Self {
            stream,
            buffer: Vec::new(),
            at: 0,
            number: 0,
            waiting: VecDeque::new(),
            in_array: false,
            started: false,
            ended: false,
        })
    }

    /// The byte at the reading point; reads on where the buffer is used up.
    fn peek(&mut self) -> Result<u8, Stop> {
        if self.at == self.buffer.len() {
            self.buffer.clear();
            self.at = 0;
            let read = (&mut self.stream).take(BLOCK as u64).read_to_end(&mut self.buffer);
            read.map_err(|error| Stop::Because(reason(&error)))?;
        }
        self.buffer.get(self.at).copied().ok_or(Stop::End)
    }

    /// The next element that is an object.
    fn object(&mut self, limit: u64) -> Result<Vec<u8>, Stop> {
        loop {
            let byte = self.peek()?;
            match byte {
                b'{' => return self.cut(limit),
                b'[' if !self.started => self.in_array = true,
                b']' if self.in_array => {}
                b',' | b'\x1e' => {}
                byte if byte.is_ascii_whitespace() => {}
                _ if !self.started => return Err(Stop::Because("neither an array of objects nor an object".into())),
                _ => return Err(Stop::Because("broken JSON: an object was to follow".into())),
            }
            self.started |= !byte.is_ascii_whitespace();
            self.at += 1;
        }
    }

    /// The object that begins at the reading point, to the bracket that closes it.
    fn cut(&mut self, limit: u64) -> Result<Vec<u8>, Stop> {
        self.started = true;
        let mut object = Vec::new();
        let (mut depth, mut in_string, mut escaped) = (0usize, false, false);
        loop {
            match self.peek() {
                Ok(_) => {}
                Err(Stop::End) => return Err(Stop::Because("broken JSON: it ends within an object".into())),
                Err(stop) => return Err(stop),
            }
            let rest = &self.buffer[self.at..];
            let mut taken = rest.len();
            for (i, &byte) in rest.iter().enumerate() {
                match byte {
                    _ if escaped => escaped = false,
                    b'\\' if in_string => escaped = true,
                    b'"' => in_string = !in_string,
                    _ if in_string => {}
                    b'{' | b'[' => depth += 1,
                    b'}' | b']' => {
                        depth -= 1;
                        if depth == 0 {
                            taken = i + 1;
                            break;
                        }
                    }
                    _ => {}
                }
            }
            object.extend_from_slice(&rest[..taken]);
            self.at += taken;
            if object.len() as u64 > limit {
                let limit = limit >> 20;
                return Err(Stop::Because(format!(
                    "an object longer than {limit} MiB, the most that is read as one; write it as JSON Lines"
                )));
            }
            if depth == 0 {
                return Ok(object);
            }
        }
    }
}

impl Records for Values {
    fn next(&mut self, limit: u64) -> Option<Result<Record, Refused>> {
        loop {
            if let Some(bytes) = self.waiting.pop_front() {
                self.number += 1;
                return Some(Ok(Record { number: self.number, form: Form::Json(bytes) }));
            }
            if self.ended {
                return None;
            }
            match self.object(limit) {
                Ok(object) => match if self.in_array { None } else { held(&object) } {
                    Some(elements) => self.waiting.extend(elements),
                    None => self.waiting.push_back(object),
                },
                Err(stop) => {
                    self.ended = true;
                    let Stop::Because(reason) = stop else { continue };
                    let rest = if self.number > 0 { "; the rest of the file is left out" } else { "" };
                    return Some(Err(Refused::new(self.number + 1, reason + rest)));
                }
            }
        }
    }
}

/// The objects of the longest list of objects that an object holds, where it has no text of its own.
fn held(object: &[u8]) -> Option<Vec<Vec<u8>>> {
    const OWN: [&str; 6] = ["text", "body", "content", "articleBody", "article_text", "maintext"];
    let Value::Object(map) = serde_json::from_slice(object).ok()? else { return None };
    if OWN.iter().any(|name| map.get(*name).is_some_and(Value::is_string)) {
        return None;
    }
    let objects = |value: &Value| match value {
        Value::Array(items) => items.iter().filter(|item| item.is_object()).cloned().collect(),
        _ => Vec::new(),
    };
    let lists = map
        .values()
        .map(objects)
        .chain(map.values().filter_map(Value::as_object).flat_map(|inner| inner.values().map(objects)));
    let longest: Vec<Value> = lists.max_by_key(Vec::len)?;
    // `{"a1": {"text": …}, "a2": {"text": …}}`: an object for a list.
    let chosen = if longest.is_empty() { map.into_values().filter(Value::is_object).collect() } else { longest };
    let written: Vec<Vec<u8>> = chosen.iter().map(|value| value.to_string().into_bytes()).collect();
    (!written.is_empty()).then_some(written)
}
