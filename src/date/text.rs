//! Dates as pages print them: "Willy Haryono • 16 Februari 2022 21:00", "Feb. 16, 2022 9:05 p.m.", "16/02/2022, 21.00 WIB".
//!
//! Owns the names of months and zones. Guesses nothing: relative times ("2 hours ago"), dates without a year, `03/04/2022` in a
//! language that writes both orders, and zone letters that mean several zones give no date, no date, no date, and no zone.

use super::{Published, days_in_month};

/// Tokens looked at; a byline is shorter, and a paragraph is none.
const MAX_TOKENS: usize = 80;

/// The first date in `text`, with the time and zone that stand beside it.
#[must_use]
pub fn parse_date_text(text: &str) -> Option<Published> {
    parse_date_text_in(text, None)
}

/// The same, with the language of the page (ISO 639-1), which settles the order of `03/04/2022` where that language has one.
#[must_use]
pub fn parse_date_text_in(text: &str, language: Option<&str>) -> Option<Published> {
    let tokens = tokenize(text);
    // Indonesia's zones name its language too.
    let is_indonesian = tokens.iter().any(|t| matches!(t, Word(w) if matches!(w.as_str(), "wib" | "wita" | "wit")));
    let language = if is_indonesian { Some("id") } else { language };
    let (date, start, end) = (0..tokens.len())
        .find_map(|at| date_at(&tokens[at..], language).map(|(date, length)| (date, at, at + length)))?;
    let (time, offset_minutes) = time_beside(&tokens, start, end);
    Some(Published { date, time, offset_minutes })
}

/// Whether a line begins with a date, or with a weekday and a date.
#[must_use]
pub fn starts_with_date(line: &str) -> bool {
    let tokens = tokenize(line);
    // Which of day and month comes first does not matter here; any language that settles it will do.
    (0..tokens.len().min(3)).any(|at| date_at(&tokens[at..], Some("id")).is_some())
}

/// Whether a line holds a date anywhere, in either order of day and month.
#[must_use]
pub fn has_date(line: &str) -> bool {
    parse_date_text_in(line, Some("id")).is_some()
}

/// Whether a line holds a date with a time of day beside it, as date lines do and sentences hardly.
#[must_use]
pub fn has_date_and_time(line: &str) -> bool {
    parse_date_text(line).is_some_and(|found| found.time.is_some())
}

#[derive(Clone, PartialEq, Debug)]
enum Token {
    /// Value, number of digits, and the character that follows if no space stands between.
    Number(u32, usize, char),
    Word(String),
    Mark(char),
}

use Token::{Mark, Number, Word};

fn tokenize(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if tokens.len() == MAX_TOKENS {
            break;
        }
        if let Some(digit) = digit(c) {
            let (mut value, mut digits) = (digit, 1);
            while let Some(next) = chars.peek().copied().and_then(self::digit) {
                value = value.saturating_mul(10).saturating_add(next);
                digits += 1;
                chars.next();
            }
            tokens.push(Number(value, digits, chars.peek().copied().unwrap_or(' ')));
        } else if is_letter(c) {
            let mut word: String = c.to_lowercase().collect();
            while let Some(next) = chars.next_if(|c| is_letter(*c)) {
                word.extend(next.to_lowercase());
                // Chinese and Japanese set no space; their one character is the unit.
                if is_ideograph(next) || is_ideograph(c) {
                    break;
                }
            }
            tokens.push(Word(word));
        } else if !c.is_whitespace() && !matches!(c, '\u{200b}'..='\u{200f}') {
            tokens.push(Mark(c));
        }
    }
    tokens
}

fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}')
}

/// Letters, and the marks of scripts that write vowels as marks.
fn is_letter(c: char) -> bool {
    c.is_alphabetic()
        || matches!(c, '\u{0300}'..='\u{036f}' | '\u{064b}'..='\u{0652}' | '\u{0900}'..='\u{0dff}' | '\u{0e31}'..='\u{0e4e}')
}

/// The value of a decimal digit of any script a newspaper prints dates in.
fn digit(c: char) -> Option<u32> {
    const ZEROS: [char; 14] = ['0', '٠', '۰', '०', '০', '੦', '૦', '୦', '௦', '౦', '೦', '൦', '๐', '０'];
    ZEROS.iter().find_map(|zero| (c as u32).checked_sub(*zero as u32).filter(|value| *value < 10))
}

/// A date that starts at the first token: the date, and its number of tokens.
fn date_at(tokens: &[Token], language: Option<&str>) -> Option<((i32, u8, u8), usize)> {
    match tokens.first()? {
        Number(..) => numeric(tokens, language).or_else(|| day_first(tokens)).or_else(|| year_first(tokens)),
        Word(_) => month_first(tokens),
        Mark(_) => None,
    }
}

/// `2022-02-16`, `16/02/2022`, `16.2.2022`, `2022年2月16日`.
fn numeric(tokens: &[Token], language: Option<&str>) -> Option<((i32, u8, u8), usize)> {
    if let [Number(y, 4, _), Word(a), Number(m, ..), Word(b), Number(d, ..), ..] = tokens
        && matches!((a.as_str(), b.as_str()), ("年", "月") | ("년", "월"))
    {
        return Some((valid(*y, *m, *d)?, 6));
    }
    let [Number(a, digits_a, mark), Mark(sep), Number(b, digits_b, _), Mark(sep2), Number(c, digits_c, _), ..] = tokens
    else {
        return None;
    };
    let joined = sep == mark || *sep == '.';
    if sep != sep2 || !matches!(sep, '-' | '/' | '.') || !joined || *digits_b > 2 {
        return None;
    }
    if *digits_a == 4 && *digits_c <= 2 {
        return Some((valid(*a, *b, *c)?, 5));
    }
    if *digits_c != 4 || *digits_a > 2 {
        return None;
    }
    let day_first = match () {
        () if *a > 12 || a == b => true,
        () if *b > 12 => false,
        () if *sep != '/' => true,
        // In English both orders are printed, and so in languages with readers on both sides; there nothing is guessed.
        () if matches!(language?.get(..2)?, "en" | "tl" | "sw") => return None,
        () => true,
    };
    let date = if day_first { valid(*c, *b, *a) } else { valid(*c, *a, *b) };
    Some((date?, 5))
}

/// `16 Februari 2022`, `16. Februar 2022`, `16 de febrero de 2022`, `16th of February, 2022`, `16 tháng 2 năm 2022`.
fn day_first(tokens: &[Token]) -> Option<((i32, u8, u8), usize)> {
    let Number(day, 1..=2, _) = tokens[0] else { return None };
    let at = skip(tokens, 1, &["de", "of", "th", "st", "nd", "rd", "er", "da", "del", "º", "ο", "d"]);
    let (month, at) = month_at(tokens, at)?;
    let at = skip(tokens, at, &["de", "del", "năm", "г", "of", "do", "р", "года", "року"]);
    let Some(Number(year, 4, _)) = tokens.get(at) else { return None };
    Some((valid(*year, month, day)?, at + 1))
}

/// `February 16, 2022`, `Feb. 16th 2022`.
fn month_first(tokens: &[Token]) -> Option<((i32, u8, u8), usize)> {
    let (month, at) = month_at(tokens, 0)?;
    let at = skip(tokens, at, &[]);
    let Some(Number(day, 1..=2, _)) = tokens.get(at) else { return None };
    let at = skip(tokens, at + 1, &["th", "st", "nd", "rd", "de"]);
    let Some(Number(year, 4, after)) = tokens.get(at) else { return None };
    (*after != ':').then_some(())?;
    Some((valid(*year, month, *day)?, at + 1))
}

/// `2022. február 16.`, `2022 m. vasario 16 d.`, `2022 Feb 16`.
fn year_first(tokens: &[Token]) -> Option<((i32, u8, u8), usize)> {
    let Number(year, 4, _) = tokens[0] else { return None };
    let at = skip(tokens, 1, &["m", "gada", "й"]);
    let (month, at) = month_at(tokens, at)?;
    let Some(Number(day, 1..=2, _)) = tokens.get(at) else { return None };
    Some((valid(year, month, *day)?, at + 1))
}

/// Steps over small words and marks that may stand between the parts of a date.
fn skip(tokens: &[Token], mut at: usize, words: &[&str]) -> usize {
    loop {
        match tokens.get(at) {
            Some(Word(word)) if words.contains(&word.as_str()) => at += 1,
            Some(Mark('.' | ',' | '-' | '/' | '،' | '’' | '\'' | 'º')) => at += 1,
            _ => return at,
        }
    }
}

/// A month's name of one or two words, or `tháng 2`.
fn month_at(tokens: &[Token], at: usize) -> Option<(u32, usize)> {
    let Some(Word(first)) = tokens.get(at) else { return None };
    match tokens.get(at + 1) {
        Some(Number(month, 1..=2, _)) if first == "tháng" || first == "tha\u{301}ng" => return Some((*month, at + 2)),
        Some(Word(second)) => {
            if let Some(month) = month_of(&format!("{first} {second}")) {
                return Some((month, at + 2));
            }
        }
        _ => {}
    }
    let month = month_of(first)?;
    // "16 février/feb 2022", "شباط/فبراير": both names of one month.
    match (tokens.get(at + 1), tokens.get(at + 2)) {
        (Some(Mark('/' | '(')), Some(Word(again))) if month_of(again) == Some(month) => Some((month, at + 3)),
        _ => Some((month, at + 1)),
    }
}

fn valid(year: u32, month: u32, day: u32) -> Option<(i32, u8, u8)> {
    // Thai papers count from the Buddha: 2565 is 2022.
    let year = if (2443..2700).contains(&year) { year - 543 } else { year };
    let (year, month, day) = (i32::try_from(year).ok()?, u8::try_from(month).ok()?, u8::try_from(day).ok()?);
    ((1700..=2100).contains(&year) && (1..=12).contains(&month) && (1..=days_in_month(year, month)).contains(&day))
        .then_some((year, month, day))
}

/// The time and zone after the date, else right before it.
fn time_beside(tokens: &[Token], start: usize, end: usize) -> (Option<(u8, u8, u8)>, Option<i16>) {
    let after = (end..tokens.len().min(end + 8)).find_map(|at| time_at(&tokens[at..], at - end <= 3));
    let before = || (start.saturating_sub(8)..start).find_map(|at| time_at(&tokens[at..start], false));
    match after.or_else(before) {
        Some((time, zone)) => (Some(time), zone),
        None => (None, None),
    }
}

/// `21:00`, `21:00:05`, `9:05 p.m.`, `21h30`, and `21.00` where a zone or its nearness to the date says it is a time.
fn time_at(tokens: &[Token], near: bool) -> Option<((u8, u8, u8), Option<i16>)> {
    let Number(hour, 1..=2, _) = *tokens.first()? else { return None };
    let (minute, second, mut at) = match tokens.get(1..)? {
        [Mark(':'), Number(minute, 2, _), Mark(':'), Number(second, 2, _), ..] => (*minute, *second, 5),
        [Mark(':'), Number(minute, 2, _), ..] => (*minute, 0, 3),
        [Word(h), Number(minute, 2, _), ..] if matches!(h.as_str(), "h" | "g" | "ч") => (*minute, 0, 3),
        [Mark('.'), Number(minute, 2, next), rest @ ..]
            if *next != '.' && (near || matches!(rest.get(1), Some(Word(w)) if zone_of(w).is_some() || w == "uhr")) =>
        {
            (*minute, 0, 3)
        }
        [Word(half), ..] if matches!(half.as_str(), "am" | "pm") => (0, 0, 1),
        _ => return None,
    };
    let half = half_of_day(tokens, &mut at);
    let hour = match half {
        Some(_) if hour > 12 || hour == 0 => return None,
        Some(pm) => hour % 12 + if pm { 12 } else { 0 },
        None => hour,
    };
    if hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    let narrow = |n: u32| u8::try_from(n).unwrap_or(0);
    Some(((narrow(hour), narrow(minute), narrow(second)), zone_at(&tokens[at.min(tokens.len())..])))
}

/// `am`, `pm`, `a.m.`, `p. m.`; whether it is the afternoon.
fn half_of_day(tokens: &[Token], at: &mut usize) -> Option<bool> {
    match tokens.get(*at..)? {
        [Word(half), ..] if matches!(half.as_str(), "am" | "pm") => {
            *at += 1;
            Some(half == "pm")
        }
        [Word(half), Mark('.'), Word(m), ..] if m == "m" && matches!(half.as_str(), "a" | "p") => {
            *at += if tokens.get(*at + 3) == Some(&Mark('.')) { 4 } else { 3 };
            Some(half == "p")
        }
        [Word(half), ..] if matches!(half.as_str(), "صباحا" | "ص" | "sa" | "sáng" | "öö") => {
            *at += 1;
            Some(false)
        }
        [Word(half), ..] if matches!(half.as_str(), "مساء" | "مساءً" | "م" | "ch" | "chiều" | "tối") => {
            *at += 1;
            Some(true)
        }
        _ => None,
    }
}

/// `WIB`, `(GMT+7)`, `UTC+07:00`, `+0700`, `Uhr MEZ`.
fn zone_at(tokens: &[Token]) -> Option<i16> {
    let mut at = 0;
    while matches!(tokens.get(at), Some(Mark('(' | ',' | '|')))
        || matches!(tokens.get(at), Some(Word(w)) if w == "uhr" || w == "น")
    {
        at += 1;
    }
    match tokens.get(at..)? {
        [Word(zone), rest @ ..] => {
            let base = zone_of(zone)?;
            if base == 0
                && let Some(shift) = signed(rest)
            {
                Some(shift)
            } else {
                Some(base)
            }
        }
        rest => signed(rest),
    }
}

/// `+7`, `+07:00`, `-0330`.
fn signed(tokens: &[Token]) -> Option<i16> {
    let (sign, rest) = match tokens {
        [Mark('+'), rest @ ..] => (1, rest),
        [Mark('-' | '−' | '–'), rest @ ..] => (-1, rest),
        _ => return None,
    };
    let (hours, minutes) = match rest {
        [Number(both, 4, _), ..] => (both / 100, both % 100),
        [Number(hours, 1..=2, ':'), Mark(':'), Number(minutes, 2, _), ..] => (*hours, *minutes),
        [Number(hours, 1..=2, _), ..] => (*hours, 0),
        _ => return None,
    };
    if hours > 14 || minutes > 59 {
        return None;
    }
    i16::try_from(hours * 60 + minutes).ok().map(|total| sign * total)
}

/// Zones whose letters mean one zone in print. BST, IST, CST and ET mean several, or change with the season.
#[rustfmt::skip]
fn zone_of(word: &str) -> Option<i16> {
    Some(60 * match word {
        "z" | "utc" | "gmt" | "wet" | "гринвич" | "غرينتش" => 0,
        "cet" | "mez" | "wat" | "west" => 1,
        "cest" | "mesz" | "eet" | "sast" | "cat" => 2,
        "msk" | "мск" | "trt" | "eest" | "eat" => 3,
        "pkt" => 5,
        "wib" | "ict" => 7,
        "wita" | "sgt" | "myt" | "hkt" | "pht" | "awst" => 8,
        "wit" | "jst" | "kst" => 9,
        "aest" => 10, "aedt" => 11, "nzst" => 12, "nzdt" => 13,
        "brt" | "art" => -3, "edt" => -4, "est" | "cdt" => -5, "mdt" => -6, "pdt" | "mst" => -7, "pst" => -8,
        "npt" => return Some(345),
        _ => return None,
    })
}

/// Names of the months, lower case; one line a month.
#[rustfmt::skip]
const MONTHS: [&[&str]; 12] = [
    &["januari", "january", "jan", "enero", "ene", "janvier", "janv", "januar", "jänner", "janeiro", "gennaio", "gen", "ocak", "oca", "января", "январь", "янв", "يناير", "جانفي", "كانون الثاني", "जनवरी", "জানুয়ারি", "جنوری", "januara", "siječnja", "stycznia", "sty", "ledna", "leden", "január", "ianuarie", "ian", "січня", "януари", "ιανουαρίου", "ιαν", "tammikuuta", "tammikuu", "sausio", "janvārī", "jaanuar", "gener", "มกราคม", "ม.ค", "جنوري"],
    &["februari", "february", "feb", "pebruari", "peb", "febuari", "febrero", "février", "fevrier", "févr", "fév", "februar", "feber", "fevereiro", "fev", "febbraio", "şubat", "şub", "февраля", "февраль", "фев", "февр", "فبراير", "فيفري", "شباط", "फरवरी", "फ़रवरी", "ফেব্রুয়ারি", "فروری", "februara", "veljače", "lutego", "lut", "února", "únor", "február", "februarie", "лютого", "февруари", "φεβρουαρίου", "φεβ", "helmikuuta", "helmikuu", "vasario", "februārī", "veebruar", "febrer", "กุมภาพันธ์", "pebrero"],
    &["maret", "mac", "march", "mar", "mrt", "marzo", "mars", "märz", "mär", "maerz", "março", "marco", "maart", "mart", "марта", "март", "мар", "مارس", "آذار", "اذار", "मार्च", "মার্চ", "مارچ", "ožujka", "marca", "marzec", "března", "březen", "március", "márc", "martie", "березня", "μαρτίου", "μαρ", "maaliskuuta", "maaliskuu", "kovo", "martā", "märts", "març", "มีนาคม", "machi", "marso"],
    &["april", "apr", "abril", "abr", "avril", "avr", "aprile", "nisan", "nis", "апреля", "апрель", "апр", "أبريل", "ابريل", "إبريل", "أفريل", "نيسان", "अप्रैल", "এপ্রিল", "اپریل", "aprila", "travnja", "kwietnia", "kwi", "dubna", "duben", "apríla", "április", "ápr", "aprilie", "квітня", "април", "απριλίου", "απρ", "huhtikuuta", "huhtikuu", "balandžio", "aprīlī", "aprill", "เมษายน", "aprili"],
    &["mei", "may", "mayo", "mai", "maio", "maggio", "mag", "mayıs", "мая", "май", "مايو", "ماي", "أيار", "ايار", "मई", "মে", "مئی", "maj", "maja", "svibnja", "května", "květen", "mája", "május", "máj", "травня", "μαΐου", "μαϊ", "toukokuuta", "toukokuu", "gegužės", "maijā", "maig", "พฤษภาคม"],
    &["juni", "jun", "june", "junio", "juin", "junho", "giugno", "giu", "haziran", "haz", "июня", "июнь", "июн", "يونيو", "يونيه", "جوان", "حزيران", "जून", "জুন", "جون", "juna", "lipnja", "czerwca", "cze", "června", "červen", "júna", "június", "jún", "iunie", "iun", "червня", "юни", "ιουνίου", "ιουν", "kesäkuuta", "kesäkuu", "birželio", "jūnijā", "juuni", "juny", "มิถุนายน", "hunyo", "jui"],
    &["juli", "jul", "july", "julai", "julio", "juillet", "juil", "julho", "luglio", "lug", "temmuz", "tem", "июля", "июль", "июл", "يوليو", "يوليه", "جويلية", "تموز", "जुलाई", "জুলাই", "جولائی", "jula", "srpnja", "lipca", "lip", "července", "červenec", "júla", "július", "júl", "iulie", "iul", "липня", "юли", "ιουλίου", "ιουλ", "heinäkuuta", "heinäkuu", "liepos", "jūlijā", "juuli", "juliol", "กรกฎาคม", "hulyo"],
    &["agustus", "agt", "ags", "agu", "ogos", "ogo", "august", "aug", "agosto", "ago", "août", "aout", "augustus", "ağustos", "ağu", "августа", "август", "авг", "أغسطس", "اغسطس", "أوت", "آب", "अगस्त", "আগস্ট", "اگست", "augusta", "kolovoza", "sierpnia", "sie", "srpna", "srpen", "augusztus", "серпня", "αυγούστου", "αυγ", "elokuuta", "elokuu", "rugpjūčio", "augustā", "augusti", "agost", "สิงหาคม", "agosti"],
    &["september", "sep", "sept", "septiembre", "setiembre", "septembre", "setembro", "set", "settembre", "eylül", "eyl", "сентября", "сентябрь", "сен", "сент", "سبتمبر", "أيلول", "ايلول", "सितंबर", "सितम्बर", "সেপ্টেম্বর", "ستمبر", "septembra", "rujna", "września", "wrz", "září", "szeptember", "szept", "septembrie", "вересня", "септември", "σεπτεμβρίου", "σεπ", "syyskuuta", "syyskuu", "rugsėjo", "septembrī", "setembre", "กันยายน", "septemba", "setyembre"],
    &["oktober", "okt", "october", "oct", "octubre", "octobre", "outubro", "out", "ottobre", "ott", "ekim", "eki", "октября", "октябрь", "окт", "أكتوبر", "اكتوبر", "تشرين الأول", "تشرين الاول", "अक्टूबर", "अक्तूबर", "অক্টোবর", "اکتوبر", "oktobra", "października", "paź", "října", "říjen", "október", "octombrie", "жовтня", "октомври", "οκτωβρίου", "οκτ", "lokakuuta", "lokakuu", "spalio", "oktobrī", "oktoober", "ตุลาคม", "oktoba", "oktubre"],
    &["november", "nov", "nopember", "nop", "noviembre", "novembre", "novembro", "kasım", "kas", "ноября", "ноябрь", "ноя", "نوفمبر", "تشرين الثاني", "नवंबर", "नवम्बर", "নভেম্বর", "نومبر", "novembra", "studenoga", "studenog", "listopada", "lis", "listopadu", "listopad", "noiembrie", "листопада", "ноември", "νοεμβρίου", "νοε", "marraskuuta", "marraskuu", "lapkričio", "novembrī", "พฤศจิกายน", "novemba", "nobyembre"],
    &["desember", "des", "december", "dec", "disember", "dis", "diciembre", "dic", "décembre", "decembre", "déc", "dezember", "dez", "dezembro", "dicembre", "aralık", "ara", "декабря", "декабрь", "дек", "ديسمبر", "كانون الأول", "كانون الاول", "दिसंबर", "दिसम्बर", "ডিসেম্বর", "دسمبر", "decembra", "prosinca", "grudnia", "gru", "prosince", "prosinec", "decembrie", "грудня", "декември", "δεκεμβρίου", "δεκ", "joulukuuta", "joulukuu", "gruodžio", "decembrī", "detsember", "desembre", "ธันวาคม", "desemba", "disyembre"],
];

fn month_of(word: &str) -> Option<u32> {
    // A tail of combining marks on an Arabic word is no letter of it.
    let word = word.trim_end_matches(['\u{064b}', '\u{064c}', '\u{064d}', '\u{0307}']);
    MONTHS.iter().position(|names| names.contains(&word)).map(|i| i as u32 + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        assert_eq!(parse_date_text(text).map(|p| p.to_string()).as_deref().unwrap_or("none"), expected, "{text}");
    }

    #[test]
    fn bylines_and_date_lines() {
        check("Willy Haryono • 16 Februari 2022 21:00", "2022-02-16T21:00:00");
        check("Rabu, 16 Feb 2022 21:05 WIB", "2022-02-16T21:05:00+07:00");
        check("Kamis, 5 November 2015 | 14.56 WITA", "2015-11-05T14:56:00+08:00");
        check("16/02/2022, 21.00 WIT", "2022-02-16T21:00:00+09:00");
        check("Updated Feb. 16, 2022 9:05 p.m. ET", "2022-02-16T21:05:00");
        check("12:15 AM EST, Wed February 16, 2022", "2022-02-16T00:15:00-05:00");
        check("16 February 2022 at 09:10 GMT+7", "2022-02-16T09:10:00+07:00");
        check("2022-02-16 21:00:05 +0700", "2022-02-16T21:00:05+07:00");
        check("Dipublikasikan: 1 Mac 2022, 10:30 am", "2022-03-01T10:30:00");
    }

    #[test]
    fn months_of_many_languages() {
        for text in [
            "16 février 2022",
            "16 de febrero de 2022",
            "16. Februar 2022",
            "16 de fevereiro de 2022",
            "16 febbraio 2022",
            "16 februari 2022",
            "16 Şubat 2022 Çarşamba",
            "16 февраля 2022 г.",
            "١٦ فبراير ٢٠٢٢",
            "16 شباط/فبراير 2022",
            "16 फरवरी 2022",
            "१६ फ़रवरी २०२२",
            "Thứ Tư, ngày 16 tháng 2 năm 2022",
            "16 tháng 2, 2022",
            "16 lutego 2022",
            "16. února 2022",
            "2022. február 16.",
            "16 лютого 2022",
            "16 Φεβρουαρίου 2022",
            "16. helmikuuta 2022",
            "2022年2月16日",
            "2022년 2월 16일",
            "16 กุมภาพันธ์ 2565",
            "১৬ ফেব্রুয়ারি ২০২২",
            "16 فروری 2022",
            "Pebrero 16, 2022",
            "Wednesday, the 16th of February, 2022",
            "16-Feb-2022",
            "16.02.2022",
            "2022/02/16",
        ] {
            check(text, "2022-02-16");
        }
        check("16 février 2022 à 21h30", "2022-02-16T21:30:00");
        check("Stand: 16.02.2022, 21:30 Uhr MEZ", "2022-02-16T21:30:00+01:00");
        check("16 февраля 2022, 12:05 МСК", "2022-02-16T12:05:00+03:00");
    }

    #[test]
    fn nothing_is_guessed() {
        for text in [
            "2 hours ago",
            "kemarin",
            "16 Februari",
            "03/04/2022",
            "32 Januari 2022",
            "30 Februari 2022",
            "1.2.3.4 2022",
            "May I say",
            "pukul 21.00 WIB",
            "",
            "le 3/4",
        ] {
            check(text, "none");
        }
        assert_eq!(parse_date_text_in("03/04/2022", Some("id")).map(|p| p.to_string()).as_deref(), Some("2022-04-03"));
        assert_eq!(parse_date_text_in("03/04/2022", Some("en")), None);
        check("13/04/2022", "2022-04-13");
        check("04/13/2022", "2022-04-13");
        // Letters of several zones give the time and no zone.
        check("16 Feb 2022 10:00 IST", "2022-02-16T10:00:00");
    }
}
