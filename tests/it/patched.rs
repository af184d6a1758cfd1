//! An index with bytes changed and its checksums made right again, as only somebody who means harm would leave it: it
//! answers or refuses. A test and a fuzz target go through here.

use reprint::corpus::{self, Corpus};
use reprint::hash;
use reprint::index::container::Written;
use reprint::index::manifest::Manifest;
use reprint::pipeline::stored::{self, Asked};
use reprint::pipeline::{NoObserver, Settings, Texts};
use std::fs;
use std::path::{Path, PathBuf};

const ARTICLES: &str = include_str!("golden/index-1.jsonl");
const MANIFEST: &str = "manifest";

/// A small index, and articles to ask about.
pub struct Sound {
    dir: PathBuf,
    manifest: Manifest,
    files: Vec<(String, Vec<u8>)>,
    asked: Vec<Asked>,
}

impl Sound {
    /// Makes it in a folder of its own.
    pub fn make(folder: &Path) -> Self {
        let dir = folder.join("index");
        let lines: Vec<&str> = ARTICLES.lines().collect();
        let of = |lines: &[&str]| {
            let file = folder.join("records.jsonl");
            fs::write(&file, lines.join("\n")).expect("records");
            Corpus::open(&[file], corpus::Settings::default()).expect("a corpus")
        };
        stored::build(&dir, &of(&lines[..3]), &Settings::default(), true, &NoObserver).expect("an index");
        stored::add(&dir, &of(&lines[3..]), &NoObserver).expect("added");
        stored::remove(&dir, &["e".to_owned()]).expect("removed");
        let asked = Asked::of(&of(&lines), &NoObserver).expect("articles").0;
        let names = fs::read_dir(&dir).expect("a folder").map(|file| file.expect("a file").file_name());
        let mut names: Vec<String> = names.map(|name| name.to_string_lossy().into_owned()).collect();
        // The manifest last: it says what the others are.
        names.retain(|name| name != "lock");
        names.sort_by_key(|name| (name == MANIFEST, name.clone()));
        let bytes = |name: &String| fs::read(dir.join(name)).expect("a file");
        let files = names.iter().map(|name| (name.clone(), bytes(name))).collect();
        let manifest = Manifest::read(&dir.join(MANIFEST)).expect("a manifest");
        Self { dir, manifest, files, asked }
    }

    /// Changes bytes (four of `patches` each: file, place, value; of a file above 127 the place counts from its end), makes
    /// the checksums right, and asks for all that there is; whether it could be opened.
    pub fn ask(&self, patches: &[u8]) -> bool {
        let mut manifest = self.manifest.clone();
        for (number, (name, sound)) in self.files.iter().enumerate() {
            let path = self.dir.join(name);
            let mut file = sound.clone();
            if name == MANIFEST {
                fs::remove_file(&path).expect("the last manifest");
                manifest.write(&path).expect("a manifest");
                file = fs::read(&path).expect("a manifest");
            }
            for patch in patches.chunks_exact(4).filter(|patch| usize::from(patch[0] % 128) == number) {
                let place = usize::from(u16::from_le_bytes([patch[1], patch[2]])) % file.len();
                let place = if patch[0] < 128 { place } else { file.len() - 1 - place };
                file[place] = patch[3];
            }
            let written = sealed(&mut file);
            fs::write(&path, &file).expect("a file");
            if let (Some(written), Some((_, own))) = (written, name.split_once('-')) {
                let own: u64 = own.parse().expect("a number");
                let stored = manifest.parts.iter_mut().map(|part| &mut part.stored).chain([&mut manifest.furniture]);
                stored.filter(|stored| stored.number == own).for_each(|stored| stored.written = written);
            }
        }
        self.read(patches.len() % 16 == 8)
    }

    fn read(&self, whole: bool) -> bool {
        let _ = (stored::verify(&self.dir), stored::info(&self.dir));
        if whole {
            let _ = stored::report(&self.dir, Texts::All, false, &NoObserver);
        }
        let Ok(index) = stored::open(&self.dir) else { return false };
        for entry in index.live() {
            let _ = (index.record(entry), index.text(entry));
        }
        let _ = (stored::since(&index, 2), stored::paths(&index));
        let _ = stored::query(&index, &self.asked, &NoObserver);
        true
    }
}

/// Makes the checksums of a file right, where its lengths are; by which it is then known.
fn sealed(file: &mut [u8]) -> Option<Written> {
    let end = file.len() - 32;
    let number = |at: usize| u64::from_le_bytes(*file[at..].first_chunk::<8>().expect("eight bytes"));
    let (blocks, header) = (number(end), number(end + 8));
    let sums = blocks.div_ceil(4096).checked_mul(8)?;
    if blocks.checked_add(sums)?.checked_add(header)? != end as u64 {
        return None;
    }
    let (blocks, sums) = (blocks as usize, sums as usize);
    for (number, at) in (0..blocks).step_by(4096).enumerate() {
        let sum = hash::seeded(&file[at..blocks.min(at + 4096)], number as u64);
        file[blocks + number * 8..][..8].copy_from_slice(&sum.to_le_bytes());
    }
    let sum = hash::seeded(&file[blocks + sums..end], hash::stream(blocks as u64, header));
    file[end + 16..end + 24].copy_from_slice(&sum.to_le_bytes());
    Some(Written { bytes: file.len() as u64, sum })
}
