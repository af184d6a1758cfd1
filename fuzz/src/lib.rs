//! What the targets share: bytes become a file of a given name, which is read as any other.

#[path = "../../tests/it/twice.rs"]
mod twice;

use reprint::corpus::Settings;
use std::path::PathBuf;
use std::sync::OnceLock;

/// The most that is read as one article here, in bytes: low, so that limits are met.
const MAX_ARTICLE_BYTES: u64 = 1 << 20;

/// Where the files of this process go.
pub fn folder() -> &'static PathBuf {
    static FOLDER: OnceLock<PathBuf> = OnceLock::new();
    FOLDER.get_or_init(|| {
        // Memory, where the system has such a folder: the file is written anew for every run.
        let base = PathBuf::from("/dev/shm");
        let base = if base.is_dir() { base } else { std::env::temp_dir() };
        let folder = base.join(format!("reprint-fuzz-{}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("a folder for the file");
        folder
    })
}

/// Reads `bytes` as a file that is called `name`.
pub fn read(name: &str, bytes: &[u8]) {
    let path = folder().join(name);
    std::fs::write(&path, bytes).expect("the file is written");
    twice::read_twice(&path, Settings { max_article_bytes: MAX_ARTICLE_BYTES, ..Settings::default() });
}
