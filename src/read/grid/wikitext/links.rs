//! The namespaces of links that show no words in a cell.

/// Names of the namespace of files, in the languages of the larger Wikipedias.
const FILES: &[&str] = &[
    "file",
    "image",
    "media",
    "файл",
    "изображение",
    "зображення",
    "выява",
    "датотека",
    "слика",
    "сурет",
    "datei",
    "bild",
    "fichier",
    "archivo",
    "imagen",
    "ficheiro",
    "imagem",
    "immagine",
    "bestand",
    "afbeelding",
    "plik",
    "grafika",
    "soubor",
    "súbor",
    "fișier",
    "imagine",
    "fájl",
    "kép",
    "datoteka",
    "slika",
    "dosya",
    "resim",
    "fayl",
    "şəkil",
    "tiedosto",
    "kuva",
    "fil",
    "billede",
    "vaizdas",
    "attēls",
    "pilt",
    "αρχείο",
    "εικόνα",
    "ფაილი",
    "պատկեր",
    "ملف",
    "صورة",
    "پرونده",
    "تصویر",
    "קובץ",
    "चित्र",
    "ファイル",
    "画像",
    "文件",
    "파일",
    "tập tin",
    "berkas",
];
/// Names of the namespace of categories.
const CATEGORIES: &[&str] = &[
    "category",
    "категория",
    "категорія",
    "катэгорыя",
    "категорија",
    "kategorie",
    "catégorie",
    "categoría",
    "categoria",
    "categorie",
    "kategoria",
    "kategória",
    "kategorija",
    "kategori",
    "kateqoriya",
    "luokka",
    "κατηγορία",
    "კატეგორია",
    "կատեգորիա",
    "تصنيف",
    "رده",
    "קטגוריה",
    "श्रेणी",
    "分类",
    "분류",
    "thể loại",
];
/// Maximum length of the name of a namespace, in bytes.
const MAX_NAMESPACE: usize = 40;

fn namespace(target: &str) -> Option<String> {
    let end = target.bytes().take(MAX_NAMESPACE).position(|b| b == b':')?;
    Some(target[..end].trim().to_lowercase())
}

/// Whether the target of a link is a file.
pub(super) fn is_file(target: &str) -> bool {
    namespace(target).is_some_and(|name| FILES.contains(&name.as_str()))
}

/// Whether a link with this target shows nothing: a file or a category.
pub(super) fn is_silent(target: &str) -> bool {
    is_file(target) || namespace(target).is_some_and(|name| CATEGORIES.contains(&name.as_str()))
}
