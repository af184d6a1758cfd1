//! Spellings that must not hide a copy: each pair is one text to a reader.

use crate::newsroom::{Corpus, number};
use unicode_normalization::UnicodeNormalization;

/// The same sentences with a number in them, long enough to be compared.
fn article(sentence: &str) -> String {
    (0..3).map(|n| format!("{n} {sentence}\n")).collect()
}

fn identical(name: &str, plain: &str, variant: &str) {
    assert_ne!(plain, variant, "{name}: the variant varies");
    let run =
        Corpus::new().file("a/1.txt", article(plain)).file("b/1.txt", article(variant)).scan(&["--boilerplate", "off"]);
    let pairs = run.records("pair");
    assert_eq!(pairs.len(), 1, "{name} pairs");
    assert_eq!((&pairs[0]["relation"], number(&pairs[0], "resemblance")), (&"identical".into(), 1.0), "{name}");
}

const ARABIC: &str = "أعلنت الحكومة أن المدرسة الكبرى في المدينة ستفتح أبوابها إلى جميع الأطفال في الأسبوع القادم وقال مسؤول إن الخطة جاهزة";
const URDU: &str =
    "وزیر اعظم نے کہا ہے کہ حکومت نئی سڑک کی تعمیر کے لیے رقم دے گی اور یہ کام اگلے سال تک مکمل ہو جائے گا";
const HINDI: &str = "सरकार ने सोमवार को कहा कि सड़क की मरम्मत के लिए ज़रूरी रक़म जारी कर दी गई है और काम अगले हफ़्ते शुरू होगा";
const BENGALI: &str = "সরকার সোমবার বলেছে যে নতুন সড়কের কাজ আগামী সপ্তাহে শুরু হবে এবং বড় সেতুটি আষাঢ় মাসে খুলে দেওয়া হবে";
const VIETNAMESE: &str =
    "Chính phủ cho biết con đường mới sẽ được hoàn thành vào cuối năm nay và người dân sẽ không phải trả phí qua cầu";
const ENGLISH: &str = "The minister said \"we won't close the office before the first of May\" and the council's members agreed to the plan";
const JAPANESE: &str =
    "政府は新しい計画を発表し住民は説明を求めている。ガソリンの価格は来月から下がる見通しだと担当者が話した。";

#[test]
fn arabic() {
    let tatweel: String = ARABIC.replace("الحكومة", "الحكـــومة").replace("الخطة", "الخــطة");
    identical("tatweel", ARABIC, &tatweel);
    let marks: String = ARABIC.replace("المدرسة", "المَدْرَسَةُ").replace("الحكومة", "الحُكُومَةُ");
    identical("vowel marks", ARABIC, &marks);
    identical("alef and hamza", ARABIC, &ARABIC.replace(['أ', 'إ'], "ا").replace("مسؤول", "مسوول"));
    identical("taa marbuta", ARABIC, &ARABIC.replace('ة', "ه"));
    identical("alef maqsura", ARABIC, &ARABIC.replace("الكبرى", "الكبري").replace("إلى", "إلي"));
    identical("decomposed", ARABIC, &ARABIC.nfd().collect::<String>());
    identical("presentation forms", ARABIC, &ARABIC.replace("لا", "\u{fefb}").replace("الأ", "ا\u{fef7}"));
    identical("direction marks", ARABIC, &ARABIC.replace(' ', " \u{200f}"));
}

#[test]
fn urdu_and_persian() {
    identical("Arabic letters", URDU, &URDU.replace('ی', "ي").replace('ک', "ك").replace('ہ', "ه"));
    identical("joiners", URDU, &URDU.replace("جائے", "جا\u{200c}ئے"));
    identical("decomposed", URDU, &URDU.nfd().collect::<String>());
}

#[test]
fn hindi_and_bengali() {
    identical(
        "Hindi, composed dots",
        &HINDI.nfd().collect::<String>(),
        &HINDI.replace("ड\u{93c}", "\u{95c}").replace("ज\u{93c}", "\u{95b}").replace("फ\u{93c}", "\u{95e}"),
    );
    identical("Hindi, joiners", HINDI, &HINDI.replace("हफ़्ते", "हफ़्\u{200d}ते"));
    identical(
        "Bengali, dots",
        &BENGALI.nfd().collect::<String>(),
        &BENGALI.replace("ড\u{9bc}", "\u{9dc}").replace("ঢ\u{9bc}", "\u{9dd}").replace("য\u{9bc}", "\u{9df}"),
    );
    identical("Hindi digits", &format!("{HINDI} 2022 123"), &format!("{HINDI} २०२२ १२३"));
}

#[test]
fn vietnamese_and_latin() {
    identical("Vietnamese", VIETNAMESE, &VIETNAMESE.nfd().collect::<String>());
    let wide: String = ENGLISH
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { char::from_u32(c as u32 + 0xfee0).unwrap_or(c) } else { c })
        .collect();
    identical("full width", ENGLISH, &wide);
    identical("soft hyphens", ENGLISH, &ENGLISH.replace("minister", "min\u{ad}is\u{ad}ter"));
    identical(
        "zero width",
        ENGLISH,
        &ENGLISH.replace("office", "of\u{200b}fi\u{2060}ce").replace("plan", "\u{feff}plan"),
    );
    identical("quotes", ENGLISH, &ENGLISH.replace(" \"", " “").replace('"', "”").replace('\'', "’"));
    identical("ligatures", ENGLISH, &ENGLISH.replace("fi", "\u{fb01}"));
    identical("blanks", ENGLISH, &ENGLISH.replace(' ', "\u{a0}"));
    identical("case", ENGLISH, &ENGLISH.to_uppercase());
}

#[test]
fn japanese() {
    identical("half-width kana", JAPANESE, &JAPANESE.replace("ガソリン", "ｶﾞｿﾘﾝ"));
    identical("decomposed kana", JAPANESE, &JAPANESE.nfd().collect::<String>());
}
