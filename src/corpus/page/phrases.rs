//! The words by which furniture is known, in the languages of the press. Tables, and the one way to look into them.
//!
//! A phrase is matched at the start of a line, in any case, up to a word boundary.

use std::collections::HashMap;
use std::sync::LazyLock;

/// What a line that starts with a phrase is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Role {
    /// A pointer to another article.
    Link,
    /// The pointer's heading alone; the links stand below it. Never in the table.
    LinkHeader,
    /// An advert's label.
    Advert,
    /// A label of a video, a gallery, an embed.
    Media,
    /// Share, follow, subscribe, newsletter.
    Prompt,
    /// Says whose text it is; kept apart.
    Credit,
    /// A picture's caption or credit; kept apart.
    Caption,
    /// Says who wrote or edited it; kept apart.
    Staff,
}

use Role::{Advert, Caption, Credit, Link, Media, Prompt, Staff};

/// Lower case. Longer phrases need not stand first: the longest that fits is taken.
#[rustfmt::skip]
const STARTS: &[(Role, &[&str])] = &[
    (Link, &[
        // Indonesian, Malay
        "baca", "baca juga", "baca lagi", "baca pula", "baca selengkapnya", "baca berita", "simak", "simak juga", "lihat juga", "lihat", "tonton juga", "artikel terkait", "foto terkait", "video terkait", "jangan lewatkan", "pilihan redaksi", "berita terkait", "berita lainnya", "artikel lainnya", "artikel berkaitan",
        // English
        "read", "read also", "also read", "read more", "read next", "see also", "see more", "related", "related story", "related stories", "related article", "related articles", "related coverage", "related content", "related news", "related topics", "related link", "related links", "more great", "more on this", "more on this story", "more from", "more stories", "recommended", "you may also like", "you might also like", "must read", "don't miss", "watch also", "also see", "click for", "citation", "keep reading", "most read", "trending", "in this article", "what to read next", "more news", "further reading", "learn more",
        // French, Spanish, Catalan, Portuguese, Italian, Romanian
        "lire aussi", "à lire aussi", "lire également", "à lire également", "lire la suite", "à lire", "voir aussi", "sur le même sujet", "pour aller plus loin", "lea también", "lee también", "leer también", "lea además", "leer más", "lee más", "más información", "te puede interesar", "te recomendamos", "ver también", "vea también", "mira también", "noticias relacionadas", "noticia relacionada", "además", "llegeix també", "leia também", "leia mais", "veja também", "saiba mais", "veja mais", "ler também", "ler mais", "leggi anche", "leggi pure", "approfondisci", "vedi anche", "citește și", "citeşte şi", "citiți și", "vezi și",
        // German, Dutch, Scandinavian, Finnish
        "lesen sie auch", "lesen sie mehr", "lesen sie hier", "lies auch", "lesen sie dazu", "mehr zum thema", "mehr dazu", "auch interessant", "das könnte sie auch interessieren", "siehe auch", "weiterlesen", "lees ook", "lees meer", "lees verder", "bekijk ook", "läs också", "läs även", "läs mer", "læs også", "læs mere", "les også", "les mer", "lue myös", "lue lisää",
        // Slavic, Baltic, Hungarian, Greek, Turkish
        "читайте также", "читайте ещё", "читать также", "смотрите также", "читать далее", "по теме", "материалы по теме", "читайте також", "також читайте", "дивіться також", "прочетете още", "вижте още", "czytaj także", "czytaj też", "czytaj więcej", "przeczytaj także", "przeczytaj też", "przeczytaj również", "zobacz także", "zobacz też", "zobacz również", "čtěte také", "čtěte více", "přečtěte si také", "prečítajte si aj", "čítajte aj", "pročitajte još", "pročitajte i", "čitajte još", "beri tudi", "preberite tudi", "skaitykite taip pat", "lasi arī", "loe ka", "olvassa el", "olvasta már", "ez is érdekelheti", "kapcsolódó cikkek", "διαβάστε επίσης", "διαβάστε ακόμα", "δείτε επίσης", "ayrıca bakınız", "ayrıca okuyun", "bunu da okuyun", "ilgili haber", "ilgili haberler", "haberin devamı",
        // Arabic, Persian, Urdu, Hebrew
        "اقرأ أيضا", "اقرأ أيضاً", "اقرأ أيضًا", "إقرأ أيضا", "إقرأ أيضاً", "اقرأ المزيد", "قد يهمك", "قد يهمك أيضا", "شاهد أيضا", "شاهد أيضاً", "مواضيع ذات صلة", "همچنین بخوانید", "بیشتر بخوانید", "بیشتر بخوانید", "مطالب مرتبط", "مزید پڑھیں", "یہ بھی پڑھیں", "קראו גם", "קרא גם", "לקריאה נוספת",
        // South and South-East Asia, East Asia
        "यह भी पढ़ें", "ये भी पढ़ें", "इसे भी पढ़ें", "और पढ़ें", "संबंधित खबर", "আরও পড়ুন", "আরো পড়ুন", "மேலும் படிக்க", "ఇది చదవండి", "ఇదీ చదవండి", "xem thêm", "đọc thêm", "xem ngay", "tin liên quan", "bài liên quan", "có thể bạn quan tâm", "อ่านเพิ่มเติม", "อ่านข่าว", "ข่าวที่เกี่ยวข้อง", "basahin din", "basahin", "関連記事", "あわせて読みたい", "相关阅读", "相關閱讀", "延伸阅读", "延伸閱讀", "推荐阅读", "相关新闻", "相關新聞", "관련기사", "관련 기사", "soma pia", "soma zaidi",
    ]),
    (Advert, &[
        "advert", "adverts", "advertisement", "advertisements", "advertising", "advertorial", "ad feedback", "sponsored", "sponsored content", "paid content", "article continues below", "article continues after advertisement", "story continues below", "story continues below advertisement", "story continues", "continue reading below", "scroll to continue", "scroll to continue with content", "scroll untuk melanjutkan", "lanjutkan membaca", "iklan", "halaman selanjutnya", "publicité", "publicidad", "publicidade", "continua después de la publicidad", "continua após a publicidade", "pubblicità", "anzeige", "werbung", "advertentie", "annons", "annonse", "annonce", "mainos", "reklama", "reklam", "реклама", "διαφήμιση", "إعلان", "تبلیغات", "विज्ञापन", "বিজ্ঞাপন", "quảng cáo", "โฆษณา", "広告", "广告", "廣告", "광고", "loading", "report this ad",
    ]),
    (Media, &[
        "gambas:video", "saksikan video", "tonton video", "simak video", "lihat video", "video player", "play video", "watch video", "watch the video", "watch now", "watch live", "watch:", "video:", "embed", "image caption", "media caption", "image copyright", "photo gallery", "view gallery", "view this post on instagram", "media playback is unsupported on your device", "this video can not be played", "click to view", "listen to this article", "open gallery", "close gallery", "regarder la vidéo", "vidéo:", "ver video", "ver vídeo",
    ]),
    (Credit, &[
        "all rights reserved", "copyright ©", "copyright", "© 19", "© 20", "©20", "(c) 20", "© ", "this material may not be published", "this article was originally published", "this article originally appeared", "this article first appeared",
        "this story was originally published", "this story originally appeared", "originally published", "berita ini telah tayang", "artikel ini telah tayang", "artikel ini telah terbit", "artikel ini pertama kali", "berita ini sudah tayang",
        "hak cipta", "sumber:", "sumber :", "source:", "sources:", "fuente:", "fuentes:", "quelle:", "quellen:", "fonte:", "kaynak:", "источник:", "المصدر:", "nguồn:", "riproduzione riservata", "© riproduzione",
    ]),
    (Staff, &[
        "editor:", "editor :", "penulis:", "penulis :", "pewarta:", "pewarta :", "reporter:", "reporter :", "uploader:", "redaktur:", "redaktur :", "redaksi:", "fotografer:", "fotografer :", "rep:", "wartawan:", "tim redaksi", "author:", "autor:", "auteur:", "автор:", "yazar:", "muhabir:",
    ]),
    (Caption, &[
        "image credit", "(image credit", "(image:", "image:", "image source", "photo credit", "(photo credit", "(photo:", "(photo by", "photo:", "photo by", "photograph:", "photos:", "picture:", "(picture:", "pictured:", "file photo", "credit:", "getty images", "foto:", "(foto:", "foto oleh",
        "kredit foto", "ilustrasi:", "sumber foto", "crédit photo", "photo ©", "bild:", "foto ©", "fotoğraf:", "фото:", "ảnh:", "image 1 of", "image 2 of", "image 3 of", "image 4 of", "image 5 of", "image 6 of", "image 7 of", "image 8 of", "image 9 of",
    ]),
    (Prompt, &[
        // Follow, share, subscribe; whole prompts, so that a sentence is safe
        "follow us on", "follow us", "follow @", "follow him on", "follow her on", "follow me on", "follow the author", "follow bbc", "like us on", "find us on", "join us on", "join our", "share this", "share on", "share via", "share article", "share your thoughts", "tweet this", "subscribe to", "subscribe now", "subscribe here", "subscribe today", "sign up for", "sign up to", "sign up here", "get our", "get the latest", "get more", "get breaking news", "download the", "download our", "click here", "tap here", "already a subscriber", "enter your email", "your email address", "thank you for", "thanks for reading", "support our journalism", "to read more", "to continue reading", "have a tip", "got a tip", "do you have a story", "send tips", "contact the author", "contact us", "write to", "email the author", "for more information", "for more stories", "for the latest", "for more news", "comments are closed", "leave a comment", "post a comment", "view comments", "show comments", "add a comment", "our standards", "disclaimer", "check out our",
        "ikuti kami", "ikuti berita", "ikuti media sosial", "print this page", "нашли ошибку", "ikuti perkembangan", "ikuti update", "dapatkan update", "dapatkan informasi", "dapatkan berita", "cek berita", "simak berita", "bagikan", "langganan", "gabung di", "yuk gabung", "mari bergabung", "nantikan", "silakan klik", "informasi pemasangan iklan", "hubungi :", "klik di sini", "jangan lupa", "konten ini", "ikuti topik", "halaman:", "langgan", "sertai kami", "ikuti kami di",
        "suivez-nous", "abonnez-vous", "partager", "inscrivez-vous", "recevez", "téléchargez", "commentaires", "síguenos", "suscríbete", "suscríbase", "comparte", "compartir", "siga-nos", "siga o", "assine", "inscreva-se", "compartilhe", "seguici", "iscriviti", "abbonati", "condividi", "folgen sie", "abonnieren", "newsletter", "teilen", "jetzt abonnieren", "melden sie sich", "volg ons", "abonneer", "meld je aan", "подписывайтесь", "подпишитесь", "поделиться", "підписуйтесь", "obserwuj nas", "zapisz się", "bizi takip", "abone ol", "paylaş", "takip edin", "تابعونا", "تابعنا", "اشترك", "شارك", "ما را دنبال", "हमें फॉलो", "theo dõi", "chia sẻ", "đăng ký", "ติดตาม",
    ]),
];

/// Lower case; a short line that holds one of them is a prompt wherever it stands.
#[rustfmt::skip]
const ANYWHERE: &[&str] = &[
    "to your inbox", "in your inbox", "to our newsletter", "for our newsletter", "free newsletter", "daily newsletter", "weekly newsletter", "follow us on", "like us on facebook", "subscribed to", "successfully subscribed", "double check your email", "enable javascript", "requires javascript",
    "sign up here", "sign up now", "subscribe now", "subscribe here", "subscribe today", "subscribe to our", "download the app", "download our app", "on the go by clicking", "click here to", "click here for", "tap here to", "want more stories", "read our comment policy", "affiliate commission", "affiliate link", "earn a commission",
    "can be reached at", "follow him on twitter", "follow her on twitter", "follow them on twitter", "follow him @", "follow her @", "email the author",
    "saluran whatsapp", "kanal whatsapp", "channel whatsapp", "whatsapp channel", "channel telegram", "kanal telegram", "google news", "ikuti kami di", "update berita", "klik di sini", "klik link", "download aplikasi", "unduh aplikasi",
    "notre newsletter", "abonnez-vous", "nuestro boletín", "nuestra newsletter", "suscríbete", "nuestro canal", "nosso canal", "nossa newsletter", "inscreva-se", "unseren newsletter", "zum newsletter", "alla newsletter", "nostra newsletter", "canale telegram", "canale whatsapp", "onze nieuwsbrief", "телеграм-канал", "telegram-канал", "нашем канале", "наш канал", "bültenimize", "bizi takip edin", "النشرة البريدية", "قناتنا على",
];

/// Whether a line asks for a click, a follow or a subscription.
pub(super) fn is_prompt(line: &str) -> bool {
    let lower = line.to_lowercase();
    ANYWHERE.iter().any(|phrase| lower.contains(phrase))
}

/// Whether a line ends in a picture's credit, `… in Jakarta. (ANTARA FOTO/Budi)`, or says that it is a picture's.
pub(super) fn is_caption(line: &str) -> bool {
    const PICTURE: &[&str] = &[
        "photo",
        "foto",
        "image",
        "getty",
        "picture",
        "illustration",
        "ilustrasi",
        "afp/",
        "/afp",
        "ap/",
        "reuters/",
        "/reuters",
        "epa/",
        "epa-efe",
        "dok.",
        "dok ",
        "courtesy",
        "shutterstock",
        "instagram/",
        "bild:",
        "фото",
    ];
    let lower = line.to_lowercase();
    if line.len() <= 600
        && (lower.starts_with("in this ") || lower.starts_with("file"))
        && super::prefix(&lower, 120).contains("file")
        && super::prefix(&lower, 120).contains("photo")
    {
        return true;
    }
    if line.len() <= 400 && ends_in_credit(&lower) {
        return true;
    }
    let trimmed = lower.trim_end_matches('.');
    let Some(inside) = trimmed.strip_suffix(')').and_then(|t| t.rsplit_once('(')).map(|(_, inside)| inside) else {
        return false;
    };
    let inside = inside.replace(" / ", "/");
    line.len() <= 600
        && inside.len() <= 80
        && (PICTURE.iter().any(|word| inside.contains(word)) || is_shared_credit(&inside))
}

/// `… in Harrow. Photo: Ann Reed / AP`: the picture's credit behind its words. Lower case.
fn ends_in_credit(line: &str) -> bool {
    const MARKS: &[&str] =
        &[" photo: ", " photos: ", " photograph: ", " foto: ", " fotoğraf: ", " bild: ", " фото: ", " ảnh: ", " © "];
    let credit =
        MARKS.iter().filter_map(|mark| line.rsplit_once(mark)).map(|(_, credit)| credit).min_by_key(|c| c.len());
    credit.is_some_and(|credit| credit.split_whitespace().count() <= 6)
}

/// `kenzo tribouillard/afp`: a photographer's name and an agency. Text is credited to one of the two.
fn is_shared_credit(inside: &str) -> bool {
    let Some((one, other)) = inside.split_once('/') else { return false };
    let names =
        |text: &str| (2..=4).contains(&text.split_whitespace().count()) && !text.contains(|c: char| c.is_ascii_digit());
    (names(one) && is_agency_abbreviation(other.trim())) || (names(other) && is_agency_abbreviation(one.trim()))
}

/// Headings below which other articles stand, in lower case.
#[rustfmt::skip]
const SECTIONS: &[&str] = &[
    "terkait", "berita terkait", "artikel terkait", "berita lainnya", "artikel lainnya", "berita terkini", "berita populer", "terpopuler", "terkini", "rekomendasi", "rekomendasi untuk anda", "pilihan editor", "follow us",
    "related", "related articles", "related stories", "related news", "related topics", "more stories", "more news", "most read", "most popular", "trending", "trending now", "latest news", "recommended", "recommended for you", "you may also like", "you might also like", "popular stories", "editor's picks", "top stories",
    "articles liés", "à lire aussi", "les plus lus", "noticias relacionadas", "más noticias", "lo más leído", "más leídas", "notícias relacionadas", "mais lidas", "articoli correlati", "ultime notizie", "mehr zum thema", "ähnliche artikel", "meistgelesen", "das könnte sie auch interessieren", "lees ook", "meest gelezen", "ilgili haberler", "son haberler", "çok okunanlar",
    "материалы по теме", "другие новости", "самое читаемое", "популярное", "مواضيع متعلقة", "أخبار ذات صلة", "الأكثر قراءة", "tin liên quan", "tin cùng chuyên mục", "đọc nhiều", "संबंधित खबरें", "相关阅读", "相关新闻", "関連記事", "관련기사",
];

/// Whether a line is such a heading, whatever mark stands behind it.
pub(super) fn is_section(line: &str) -> bool {
    let line = line.trim_matches(|c: char| !c.is_alphanumeric());
    line.len() <= 60 && SECTIONS.contains(&line.to_lowercase().as_str())
}

/// Abbreviations that credit an agency; `(AFP)` on a line of its own is no initials line.
#[rustfmt::skip]
const AGENCIES: &[&str] = &[
    "AAP", "ADN", "AFP", "AGI", "AMNA", "ANA", "ANI", "ANP", "ANSA", "ANT", "AP", "APA", "ATS", "BELGA", "BNS", "BTA", "CNA", "CNS", "CP", "CTK", "ČTK", "DHA", "DPA", "DW",
    "EFE", "EPA", "EPD", "IANS", "IHA", "IPS", "KNA", "KUNA", "LUSA", "MENA", "MTI", "NAN", "NNN", "NTB", "PA", "PAP", "PTI", "QNA", "RIA", "RTR", "SANA", "SDA", "SID", "SPA", "STT",
    "TASS", "ASSOCIATED", "ANTARA", "REUTERS", "BERNAMA", "XINHUA", "KYODO", "YONHAP", "INTERFAX", "BLOOMBERG", "TT", "UNI", "UPI", "VNA", "WAM", "YNA", "АП", "ТАСС", "РИА", "УНИАН", "أ ف ب", "رويترز", "واس", "AA",
];

/// The table by first letter: most lines are done after one look.
static BY_FIRST_LETTER: LazyLock<HashMap<char, Vec<(Role, &'static str)>>> = LazyLock::new(|| {
    let mut map: HashMap<char, Vec<_>> = HashMap::new();
    for (role, phrases) in STARTS {
        for phrase in *phrases {
            if let Some(first) = phrase.chars().next() {
                map.entry(first).or_default().push((*role, *phrase));
            }
        }
    }
    map
});

/// The role of the phrase a line starts with, and what follows the phrase.
pub(super) fn at_start(line: &str) -> Option<(Role, &str)> {
    let line = line.trim_start_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '©' | '@' | '('));
    let first = line.chars().next()?.to_lowercase().next()?;
    let mut best: Option<(Role, usize)> = None;
    for (role, phrase) in BY_FIRST_LETTER.get(&first)? {
        if let Some(length) = starts_with(line, phrase)
            && best.is_none_or(|(_, longest)| length > longest)
        {
            best = Some((*role, length));
        }
    }
    best.map(|(role, length)| (role, line[length..].trim_start()))
}

/// Bytes of `line` that the phrase covers, case folded, where a word ends there.
fn starts_with(line: &str, phrase: &str) -> Option<usize> {
    let mut rest = line.char_indices();
    for expected in phrase.chars() {
        let (_, c) = rest.next()?;
        // An apostrophe and a space have typographic twins.
        let c = match c {
            '’' => '\'',
            '\u{a0}' => ' ',
            c => c,
        };
        if c != expected && !c.to_lowercase().eq(std::iter::once(expected)) {
            return None;
        }
    }
    let end = rest.next().map_or(line.len(), |(at, _)| at);
    let ends_word = phrase.chars().next_back().is_some_and(|c| !c.is_alphanumeric());
    let boundary = ends_word || !line[end..].chars().next().is_some_and(char::is_alphanumeric) || is_unspaced(phrase);
    boundary.then_some(end)
}

/// Scripts that set no space between words.
fn is_unspaced(phrase: &str) -> bool {
    phrase
        .chars()
        .next()
        .is_some_and(|c| matches!(c, '\u{0e00}'..='\u{0eff}' | '\u{3040}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}'))
}

/// Whether a word credits an agency.
pub(super) fn is_agency_abbreviation(word: &str) -> bool {
    AGENCIES.contains(&word.to_uppercase().as_str())
}

/// A line that is only a byline, a place of publication or a section, above or below a story.
pub(super) fn is_label(line: &str) -> bool {
    #[rustfmt::skip]
    const LABELS: &[&str] = &[
        "by", "written by", "story by", "published", "updated", "posted", "last updated", "first published", "last modified", "oleh", "penulis", "reporter", "pewarta", "editor", "dibaca", "diterbitkan", "terbit",
        "par", "publié", "mis à jour", "por", "publicado", "actualizado", "atualizado", "di", "pubblicato", "aggiornato", "von", "veröffentlicht", "aktualisiert", "stand", "door", "gepubliceerd", "автор", "опубликовано", "обновлено", "yazan", "yayınlanma", "güncelleme",
        "كتب", "نشر", "लेखक", "tác giả", "min read", "comments", "comment", "share", "tags", "topics", "filed under", "advertisement", "next", "previous",
    ];
    let lower = line.to_lowercase();
    let words = lower.split_whitespace().count();
    words <= 8
        && LABELS.iter().any(|label| starts_with(&lower, label).is_some())
        && !line.ends_with(['.', '!', '?', '।', '。'])
}
