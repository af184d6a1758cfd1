//! `.tar`, `.zip`: articles as files within a file. An archive within an archive, and files of many records, are refused.

use super::reason;
use super::records::{Form, Packed, Record, Records, Refused};
use super::source::{Compression, Format, Shape, Stream, UNKNOWN, bounded, kind, too_long};
use std::fs::File;
use std::io::{self, BufReader, Read};
use tar::{EntryType, Header, PaxExtensions};

/// Bytes of a tar block.
const BLOCK: u64 = 512;
/// Bytes of the longest name or list of attributes that is believed.
const NAME_BYTES: u64 = 1 << 20;

/// Reads the files of a tar archive as they come.
pub(super) struct Tar {
    stream: BufReader<Stream>,
    number: u64,
    ended: bool,
}

impl Tar {
    pub(super) fn new(stream: Stream) -> Self {
        Self { stream: BufReader::with_capacity(1 << 16, stream), number: 0, ended: false }
    }

    /// The next file, or why a file is not read; `None` at the end.
    fn entry(&mut self, limit: u64) -> io::Result<Option<Result<Record, Refused>>> {
        let mut long_name: Option<String> = None;
        let mut long_size: Option<u64> = None;
        loop {
            let mut block = [0; BLOCK as usize];
            match self.stream.read_exact(&mut block) {
                Err(error) if error.kind() == io::ErrorKind::UnexpectedEof && self.number > 0 => return Ok(None),
                other => other?,
            }
            if block.iter().all(|&byte| byte == 0) {
                return Ok(None);
            }
            let header = Header::from_byte_slice(&block);
            if !checks(header, &block) {
                return Err(io::Error::other("broken tar: a header does not add up"));
            }
            let size = long_size.take().unwrap_or(header.entry_size()?);
            match header.entry_type() {
                EntryType::GNULongName => long_name = Some(text(&self.content(size, NAME_BYTES)?)),
                EntryType::XHeader => {
                    let attributes = self.content(size, NAME_BYTES)?;
                    for extension in PaxExtensions::new(&attributes).flatten() {
                        match extension.key_bytes() {
                            b"path" => long_name = Some(text(extension.value_bytes())),
                            b"size" => long_size = text(extension.value_bytes()).parse().ok(),
                            _ => {}
                        }
                    }
                }
                EntryType::Regular | EntryType::Continuous => {
                    self.number += 1;
                    let path = long_name.take().unwrap_or_else(|| text(&header.path_bytes()));
                    return self.file(path, size, limit).map(Some);
                }
                _ => {
                    self.pass(size.div_ceil(BLOCK) * BLOCK)?;
                    long_name = None;
                }
            }
        }
    }

    fn file(&mut self, path: String, size: u64, limit: u64) -> io::Result<Result<Record, Refused>> {
        let wanted = readable(&path).and_then(|kind| if size > limit { Err(too_long(limit)) } else { Ok(kind) });
        match wanted {
            Err(reason) => {
                self.pass(size.div_ceil(BLOCK) * BLOCK)?;
                Ok(Err(Refused::new(self.number, format!("{path}: {reason}"))))
            }
            Ok((format, compression)) => {
                let bytes = self.content(size, limit)?;
                Ok(packed(self.number, path, format, compression, bytes, limit))
            }
        }
    }

    fn content(&mut self, size: u64, limit: u64) -> io::Result<Vec<u8>> {
        if size > limit {
            return Err(io::Error::other(too_long(limit)));
        }
        let mut bytes = Vec::new();
        (&mut self.stream).take(size).read_to_end(&mut bytes)?;
        if (bytes.len() as u64) < size {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        self.pass(size.div_ceil(BLOCK) * BLOCK - size)?;
        Ok(bytes)
    }

    fn pass(&mut self, bytes: u64) -> io::Result<()> {
        io::copy(&mut (&mut self.stream).take(bytes), &mut io::sink()).map(drop)
    }
}

impl Records for Tar {
    fn next(&mut self, limit: u64) -> Option<Result<Record, Refused>> {
        if self.ended {
            return None;
        }
        self.entry(limit).unwrap_or_else(|error| {
            self.ended = true;
            let reason = format!("{}; the rest of the file is left out", reason(&error));
            Some(Err(Refused::new(self.number + 1, reason)))
        })
    }
}

/// Whether the sum of a header's bytes is the one it names, its own field counted as blanks.
fn checks(header: &Header, block: &[u8; BLOCK as usize]) -> bool {
    let sum: u32 =
        block.iter().enumerate().map(|(at, &byte)| u32::from(if (148..156).contains(&at) { b' ' } else { byte })).sum();
    header.cksum().is_ok_and(|named| named == sum)
}

/// Reads the files of a zip archive.
pub(super) struct Zip {
    archive: zip::ZipArchive<BufReader<File>>,
    next: usize,
}

impl Zip {
    pub(super) fn open(file: File) -> io::Result<Self> {
        let archive = zip::ZipArchive::new(BufReader::new(file));
        let archive = archive.map_err(|error| io::Error::other(format!("broken zip: {error}")))?;
        Ok(Self { archive, next: 0 })
    }
}

impl Records for Zip {
    fn next(&mut self, limit: u64) -> Option<Result<Record, Refused>> {
        while self.next < self.archive.len() {
            let number = self.next as u64 + 1;
            self.next += 1;
            let mut entry = match self.archive.by_index(self.next - 1) {
                Ok(entry) if entry.is_dir() => continue,
                Ok(entry) => entry,
                Err(error) => return Some(Err(Refused::new(number, format!("broken zip: {error}")))),
            };
            let path = entry.name().map_or_else(|_| number.to_string(), |name| name.into_owned());
            return Some(match readable(&path) {
                Err(reason) => Err(Refused::new(number, format!("{path}: {reason}"))),
                Ok((format, compression)) => match bounded(&mut entry, limit) {
                    Ok(bytes) => packed(number, path, format, compression, bytes, limit),
                    Err(error) => Err(Refused::new(number, format!("{path}: {}", reason(&error)))),
                },
            });
        }
        None
    }
}

/// The format of a packed file that is one article.
fn readable(path: &str) -> Result<(Format, Compression), String> {
    match kind(path) {
        _ if path.rsplit('/').next().is_some_and(|name| name.starts_with('.')) => {
            Err("hidden: its name begins with a dot".into())
        }
        Some((format, compression)) if format.shape() == Shape::Whole => Ok((format, compression)),
        Some(_) => Err("many articles within an archive: unpack it".into()),
        None => Err(UNKNOWN.into()),
    }
}

fn packed(
    number: u64,
    path: String,
    format: Format,
    compression: Compression,
    bytes: Vec<u8>,
    limit: u64,
) -> Result<Record, Refused> {
    let bytes = match compression {
        Compression::None => Ok(bytes),
        Compression::Gzip => bounded(&mut flate2::read::MultiGzDecoder::new(&bytes[..]), limit),
        Compression::Zstd => zstd::Decoder::new(&bytes[..]).and_then(|mut stream| bounded(&mut stream, limit)),
    };
    let bytes = bytes.map_err(|error| Refused::new(number, format!("{path}: {}", reason(&error))))?;
    let path = Some(path.trim_start_matches("./").to_owned());
    Ok(Record { number, form: Form::File(Packed { path, format, bytes, charset: None, url: None }) })
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).trim_end_matches('\0').to_owned()
}
