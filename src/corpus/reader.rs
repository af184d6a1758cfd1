//! Bytes of a record file, plain or compressed, on disk or in memory.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::sync::Arc;

/// Reads a record file forwards, and skips to later places.
pub(super) struct Reader {
    pub(super) inner: Inner,
    pub(super) at: u64,
}

pub(super) enum Inner {
    Plain(Input),
    Stream(Box<dyn Read + Send>),
}

pub(super) enum Input {
    File(File),
    Memory(io::Cursor<Shared>),
}

pub(super) struct Shared(pub(super) Arc<Vec<u8>>);

impl AsRef<[u8]> for Shared {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl Read for Input {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::File(file) => file.read(buffer),
            Self::Memory(bytes) => bytes.read(buffer),
        }
    }
}

impl Read for Reader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = match &mut self.inner {
            Inner::Plain(input) => input.read(buffer)?,
            Inner::Stream(stream) => stream.read(buffer)?,
        };
        self.at += n as u64;
        Ok(n)
    }
}

impl Reader {
    /// Reads up to `most` bytes on, after those in `bytes`; how many there were.
    pub(super) fn append_to(&mut self, bytes: &mut Vec<u8>, most: u64) -> io::Result<usize> {
        // A file writes into memory that nobody has zeroed.
        if let Inner::Plain(Input::File(file)) = &self.inner {
            let before = bytes.len();
            let result = file.take(most).read_to_end(bytes);
            self.at += (bytes.len() - before) as u64;
            return result;
        }
        self.take(most).read_to_end(bytes)
    }

    /// The bytes from `offset` on, as many as `bytes` takes; they must not lie behind for a compressed file.
    pub(super) fn read_at(&mut self, offset: u64, bytes: &mut [u8]) -> io::Result<()> {
        #[cfg(unix)]
        if let Inner::Plain(Input::File(file)) = &self.inner {
            return std::os::unix::fs::FileExt::read_exact_at(file, bytes, offset);
        }
        self.go_to(offset)?;
        self.read_exact(bytes)
    }

    /// Goes on to byte `offset`, which must not lie behind for a compressed file.
    fn go_to(&mut self, offset: u64) -> io::Result<()> {
        match &mut self.inner {
            Inner::Plain(Input::File(file)) => {
                file.seek(SeekFrom::Start(offset))?;
            }
            Inner::Plain(Input::Memory(bytes)) => bytes.set_position(offset),
            Inner::Stream(stream) => {
                io::copy(&mut stream.take(offset - self.at), &mut io::sink())?;
            }
        }
        self.at = offset;
        Ok(())
    }
}
