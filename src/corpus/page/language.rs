//! Which language a text is in, for reports and for choosing a tokenizer; never a reason to leave a pair out.
//!
//! Owns the call of `whatlang` and its mapping to codes. Malay has no model of its own there and comes out as Indonesian.

use whatlang::Lang;

/// How much of the text is looked at, in bytes: more costs time and changes nothing.
const SAMPLE_BYTES: usize = 2048;
/// Texts shorter than this many letters are not judged.
const MIN_LETTERS: usize = 20;

/// A language, and how sure the detector is.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Language {
    /// ISO 639-1 code where there is one, else ISO 639-3.
    pub code: &'static str,
    /// 0 to 1; below about .5 read it as a guess.
    pub confidence: f64,
}

/// Judges the first 2 kB of `text`; `None` for a text too short to tell.
#[must_use]
pub fn detect(text: &str) -> Option<Language> {
    let sample = super::prefix(text, SAMPLE_BYTES);
    if sample.chars().filter(|c| c.is_alphabetic()).take(MIN_LETTERS).count() < MIN_LETTERS {
        return None;
    }
    let found = whatlang::detect(sample)?;
    let (code, confidence) = match found.lang() {
        // Javanese and Indonesian share letters and trigrams; the small words decide, and they are Indonesian's own.
        Lang::Jav | Lang::Tgl if indonesian_words(sample) => ("id", found.confidence().min(0.9)),
        lang => (short(lang), found.confidence()),
    };
    Some(Language { code, confidence })
}

/// Whether at least one word in twenty is an Indonesian function word that neither Javanese nor Tagalog writes.
fn indonesian_words(sample: &str) -> bool {
    const WORDS: [&str; 14] = [
        "yang", "dan", "di", "dengan", "untuk", "dari", "ini", "itu", "pada", "tidak", "dalam", "akan", "telah",
        "adalah",
    ];
    let (mut all, mut hits) = (0, 0);
    for word in sample.split_whitespace() {
        all += 1;
        hits += usize::from(WORDS.iter().any(|w| word.eq_ignore_ascii_case(w)));
    }
    hits * 20 >= all
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
