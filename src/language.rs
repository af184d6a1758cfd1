//! Which language a text is in, for reports and for choosing a tokenizer; never a reason to leave a pair out unasked.
//!
//! Owns the small words of the languages met most, which settle most texts by a hundred looks into a table and tell
//! Indonesian from Malay and Javanese, and the call of `whatlang` for all others.

use crate::hash;
use std::sync::LazyLock;
use whatlang::Lang;

/// How much of the text is looked at, in bytes: more costs time and changes nothing.
const SAMPLE_BYTES: usize = 2048;
/// How much of it the letters are counted of, in bytes.
const LETTERS_BYTES: usize = 1024;
/// Share of the small words of some language in any prose in plain Latin letters.
const LEAST: f64 = 0.04;
/// Words in which one more of them is met, at most: in prose, and in lists and timetables.
const PROSE: u32 = 30;
const LISTS: u32 = 40;
/// Texts shorter than this many letters are not judged.
const MIN_LETTERS: usize = 20;
/// Words looked at for small words.
const WORDS: usize = 100;

/// A language, and how sure the detector is.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Language {
    /// ISO 639-1 code where there is one, else ISO 639-3.
    pub code: &'static str,
    /// 0 to 1; below about .5 read it as a guess.
    pub confidence: f64,
}

/// Judges the beginning of `text`, given the hashes of its words as the tokenizer has them; `None` for a text too
/// short to tell.
#[must_use]
pub fn detect(text: &str, words: &[u32]) -> Option<Language> {
    let counts = Counts::of(words);
    counts.winner().or_else(|| by_letters(&text[..text.floor_char_boundary(SAMPLE_BYTES)], &counts))
}

/// By letter triples, which is a hundred times the work. It knows no Malay, and takes Indonesian for Javanese or Tagalog.
fn by_letters(sample: &str, counts: &Counts) -> Option<Language> {
    if sample.chars().filter(|c| c.is_alphabetic()).take(MIN_LETTERS).count() < MIN_LETTERS {
        return None;
    }
    // Letters of no script but the plainest, and small words of no language: not worth a tenth of a millisecond.
    let strange = || sample.chars().filter(|c| c.is_alphabetic() && !c.is_ascii()).count() * 200 > sample.len();
    if (sample.is_ascii() || !strange()) && !(0..SMALL.len()).any(|language| counts.has_kinds(language, PROSE)) {
        return counts.only();
    }
    let found = whatlang::detect(&sample[..sample.floor_char_boundary(LETTERS_BYTES)])?;
    let (code, confidence) = match found.lang() {
        Lang::Ind => (counts.indonesian_or_malay(), found.confidence()),
        Lang::Jav | Lang::Tgl if counts.share(INDONESIAN) >= 0.05 => {
            (counts.indonesian_or_malay(), found.confidence().min(0.9))
        }
        lang => (short(lang), found.confidence()),
    };
    Some(Language { code, confidence })
}

const INDONESIAN: usize = 0;
const JAVANESE: usize = 1;

/// Words that stand in nearly every paragraph of one language and hardly in one of the others here.
#[rustfmt::skip]
const SMALL: [(&str, &[&str]); 7] = [
    ("id", &["yang", "dan", "di", "dengan", "untuk", "dari", "daripada", "ini", "itu", "pada", "tidak", "dalam", "akan", "telah", "adalah", "ke", "oleh", "juga", "ada", "mereka", "sebagai", "kata", "tersebut", "para"]),
    ("jv", &["sing", "lan", "ing", "kang", "ora", "saka", "iku", "iki", "marang", "kanggo", "wis", "uga", "dadi", "nalika", "karo", "saged", "punika", "ingkang", "dening", "ana", "amarga"]),
    ("en", &["the", "of", "and", "to", "in", "is", "was", "for", "that", "on", "with", "said", "by", "at", "from", "has", "are", "it", "its", "he", "his"]),
    ("es", &["el", "los", "las", "una", "del", "por", "con", "más", "pero", "fue", "y", "su", "al", "lo", "en", "como", "sus"]),
    ("pt", &["os", "não", "uma", "do", "da", "em", "ao", "foi", "mais", "pelo", "pela", "e", "dos", "das", "no", "na", "um", "são"]),
    ("fr", &["le", "les", "des", "une", "du", "est", "dans", "pour", "qui", "pas", "au", "sur", "et", "ce", "par", "ont", "aux"]),
    ("de", &["der", "die", "und", "das", "den", "von", "mit", "ist", "ein", "nicht", "dem", "auch", "eine", "im", "zu", "sich", "für", "wird"]),
];

/// Indonesian spells or says these otherwise.
#[rustfmt::skip]
const MALAY: &[&str] = &["bahawa", "kerana", "ialah", "manakala", "berkata", "kerajaan", "polis", "isnin", "khamis", "jumaat", "ahad", "wang", "ringgit", "sekiranya", "mengikut", "jabatan", "perkhidmatan", "peratus", "pasukan", "semalam", "turut", "bagaimanapun", "datuk", "hospital", "ogos", "mac", "julai", "disember", "berjaya", "kemalangan", "kementerian", "sempena"];
/// Malay spells or says these otherwise.
#[rustfmt::skip]
const NOT_MALAY: &[&str] = &["bahwa", "karena", "bisa", "sejumlah", "saat", "mengatakan", "ujar", "usai", "pihaknya", "senin", "kamis", "jumat", "minggu", "uang", "rupiah", "polisi", "kantor", "persen", "pemerintah", "sudah", "hingga", "namun", "tapi", "kabupaten", "provinsi", "agustus", "maret", "juli", "desember", "terkait", "yakni", "menurut"];

/// What a small word says, by its hash: bit `n` for language `n` of `SMALL`, then Malay, then not Malay.
static MEANINGS: LazyLock<(hash::WordMap<u16>, hash::Filter)> = LazyLock::new(|| {
    let mut meanings = hash::WordMap::<u16>::default();
    let lists = SMALL.iter().map(|(_, words)| *words).chain([MALAY, NOT_MALAY]);
    for (bit, words) in lists.enumerate() {
        words.iter().for_each(|word| *meanings.entry(hash::word(word.as_bytes())).or_default() |= 1 << bit);
    }
    let filter = hash::Filter::of(meanings.keys().copied());
    (meanings, filter)
});

/// How often the small words of each language stand in a sample.
#[derive(Default)]
struct Counts {
    words: u32,
    hits: [u32; SMALL.len() + 2],
    /// Which of them were met, a bit each; two may share one.
    kinds: [u64; SMALL.len() + 2],
}

impl Counts {
    fn of(words: &[u32]) -> Self {
        let words = &words[..words.len().min(WORDS)];
        let mut counts = Self { words: words.len() as u32, ..Self::default() };
        let (meanings, filter) = &*MEANINGS;
        for word in words.iter().filter(|&&word| filter.may_hold(word)) {
            let mut bits = meanings.get(word).copied().unwrap_or(0);
            while bits != 0 {
                let language = bits.trailing_zeros() as usize;
                counts.hits[language] += 1;
                counts.kinds[language] |= 1 << (word >> 26);
                bits &= bits - 1;
            }
        }
        counts
    }

    fn share(&self, language: usize) -> f64 {
        f64::from(self.hits[language]) / f64::from(self.words.max(1))
    }

    /// Whether the small words of a language stand there, its own or a neighbour's, and not one that happens to be spelled
    /// like one of them: another in so many words.
    fn has_kinds(&self, language: usize, words: u32) -> bool {
        self.share(language) >= LEAST && self.kinds[language].count_ones() * words >= self.words
    }

    /// The one language of which small words are met at all, but for a few: a list, a timetable.
    fn only(&self) -> Option<Language> {
        let best = (0..SMALL.len()).max_by_key(|&language| self.hits[language])?;
        let alone = (0..SMALL.len()).all(|other| other == best || self.hits[other] * 3 <= self.hits[best]);
        (alone && self.has_kinds(best, LISTS)).then(|| Language { code: self.code(best), confidence: 0.5 })
    }

    /// The language whose small words are frequent, and twice as frequent as any other's.
    fn winner(&self) -> Option<Language> {
        let best = (0..SMALL.len()).max_by_key(|&language| self.hits[language])?;
        let second = (0..SMALL.len()).filter(|&l| l != best).map(|l| self.hits[l]).max().unwrap_or(0);
        // Javanese prose borrows Indonesian words, not the other way round.
        if best == INDONESIAN && self.share(JAVANESE) > 0.04 {
            return None;
        }
        if self.words < 8 || self.share(best) < 0.15 || self.hits[best] < second * 2 + 2 {
            return None;
        }
        Some(Language { code: self.code(best), confidence: 0.95 })
    }

    fn code(&self, language: usize) -> &'static str {
        if language == INDONESIAN { self.indonesian_or_malay() } else { SMALL[language].0 }
    }

    fn indonesian_or_malay(&self) -> &'static str {
        let [malay, not_malay] = [self.hits[SMALL.len()], self.hits[SMALL.len() + 1]];
        if malay > not_malay { "ms" } else { "id" }
    }
}

#[rustfmt::skip]
fn short(lang: Lang) -> &'static str {
    match lang {
        Lang::Afr => "af", Lang::Aka => "ak", Lang::Amh => "am", Lang::Ara => "ar", Lang::Aze => "az", Lang::Bel => "be",
        Lang::Ben => "bn", Lang::Bul => "bg", Lang::Cat => "ca", Lang::Ces => "cs", Lang::Cmn => "zh", Lang::Dan => "da",
        Lang::Deu => "de", Lang::Ell => "el", Lang::Eng => "en", Lang::Epo => "eo", Lang::Est => "et", Lang::Fin => "fi",
        Lang::Fra => "fr", Lang::Guj => "gu", Lang::Heb => "he", Lang::Hin => "hi", Lang::Hrv => "hr", Lang::Hun => "hu",
        Lang::Hye => "hy", Lang::Ind => "id", Lang::Ita => "it", Lang::Jav => "jv", Lang::Jpn => "ja", Lang::Kan => "kn",
        Lang::Kat => "ka", Lang::Khm => "km", Lang::Kor => "ko", Lang::Lat => "la", Lang::Lav => "lv", Lang::Lit => "lt",
        Lang::Mal => "ml", Lang::Mar => "mr", Lang::Mkd => "mk", Lang::Mya => "my", Lang::Nep => "ne", Lang::Nld => "nl",
        Lang::Nob => "nb", Lang::Ori => "or", Lang::Pan => "pa", Lang::Pes => "fa", Lang::Pol => "pl", Lang::Por => "pt",
        Lang::Ron => "ro", Lang::Rus => "ru", Lang::Sin => "si", Lang::Slk => "sk", Lang::Slv => "sl", Lang::Sna => "sn",
        Lang::Spa => "es", Lang::Srp => "sr", Lang::Swe => "sv", Lang::Tam => "ta", Lang::Tel => "te", Lang::Tgl => "tl",
        Lang::Tha => "th", Lang::Tuk => "tk", Lang::Tur => "tr", Lang::Ukr => "uk", Lang::Urd => "ur", Lang::Uzb => "uz",
        Lang::Vie => "vi", Lang::Yid => "yi", Lang::Zul => "zu",
        other => other.code(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::tokenize::tokens;

    fn detect(text: &str) -> Option<Language> {
        super::detect(text, &tokens(text).words)
    }

    /// The small words are spelled as the tokenizer folds them.
    #[test]
    fn small_words_are_single_folded_words() {
        for word in SMALL.iter().flat_map(|(_, words)| *words).chain(MALAY).chain(NOT_MALAY) {
            assert_eq!(tokens(word).words, [hash::word(word.as_bytes())], "{word}");
        }
    }

    #[test]
    fn indonesian_comes_out_right() {
        for text in [
            "Pemerintah akan menaikkan anggaran pendidikan pada tahun depan, kata menteri dalam jumpa pers di Jakarta, Senin.",
            "Polisi menangkap dua orang yang diduga mencuri sepeda motor di pasar. Keduanya kini ditahan untuk diperiksa.",
            "Harga beras di sejumlah daerah naik karena musim kemarau yang panjang, sementara stok di gudang menipis.",
        ] {
            assert_eq!(detect(text).map(|l| l.code), Some("id"), "{text}");
        }
    }

    #[test]
    fn malay_and_javanese_are_no_indonesian() {
        let of = |text| detect(text).map(|l| l.code);
        for text in [
            "Perdana Menteri berkata kerajaan akan menaikkan peruntukan pendidikan pada tahun hadapan kerana bilangan murid meningkat.",
            "Polis menahan dua lelaki yang dipercayai mencuri motosikal di pasar pada Isnin, kata jurucakap pasukan itu.",
        ] {
            assert_eq!(of(text), Some("ms"), "{text}");
        }
        for text in [
            "Pamarentah arep ngundhakake anggaran pendhidhikan ing taun ngarep, mangkono pratelane mentri ing Jakarta nalika dina Senen.",
            "Wong loro sing diduga nyolong sepedha motor ing pasar wis dicekel dening polisi lan saiki isih dipriksa.",
        ] {
            assert_eq!(of(text), Some("jv"), "{text}");
        }
    }

    /// Few small words, all of one language, tell a list's; one that is spelled like some other word tells nothing.
    #[test]
    fn lists_are_told_by_the_few_words_between_names() {
        let list =
            |link: &str| format!("Tol Cikampek Utama {link} Tol Kalikangkung Semarang Banyumanik Krapyak ").repeat(8);
        let timetable = list("dari") + "dan Tol Palimanan dan Tol Kanci";
        let words = tokens(&timetable).words;
        assert!((61..=80).contains(&words.len()) && Counts::of(&words).winner().is_none());
        assert_eq!(detect(&timetable), Some(Language { code: "id", confidence: 0.5 }));
        assert_eq!(detect(&list("in")), None);
    }

    /// What the small words say, the letters say too.
    #[test]
    fn the_short_cut_agrees_with_the_letters() {
        for text in [
            "The minister said on Tuesday that the bridge is to be closed for repairs from the end of the month.",
            "El ministro dijo que las obras del puente empezarán por la mañana y que los vecinos fueron avisados con su carta.",
            "Le ministre a dit que les travaux du pont sont dans une phase qui ne pose pas de problème pour les habitants.",
            "Der Minister sagte, die Arbeiten an der Brücke seien nicht mit dem Zeitplan und den Kosten vereinbar.",
            "O ministro disse que as obras da ponte não começam em maio e que uma carta foi enviada ao povo dos bairros.",
            "Menteri mengatakan bahwa pekerjaan di jembatan itu tidak akan dimulai pada bulan ini dan warga telah diberi tahu.",
        ] {
            let counts = Counts::of(&tokens(text).words);
            let slow = by_letters(text, &counts).map(|l| l.code);
            assert_eq!(counts.winner().map(|l| l.code), slow, "{text}");
        }
    }

    #[test]
    fn others_keep_their_code() {
        let of = |text| detect(text).map(|l| l.code);
        assert_eq!(
            of("The council voted on Tuesday to close the bridge for repairs until the end of the summer."),
            Some("en")
        );
        assert_eq!(
            of("Le conseil municipal a voté mardi la fermeture du pont pour travaux jusqu'à la fin de l'été."),
            Some("fr")
        );
        assert_eq!(
            of("政府は新しい計画を発表した。住民は説明を求めている。橋は夏の終わりまで閉鎖される。"),
            Some("ja")
        );
        assert_eq!(of("قال الوزير إن الحكومة سترفع ميزانية التعليم في العام المقبل خلال مؤتمر صحفي"), Some("ar"));
        assert_eq!(of("ok"), None);
    }
}
