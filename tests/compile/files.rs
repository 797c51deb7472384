//! Parts of multipart bodies, in every spelling of a file: whole bodies, byte for byte.

use crate::bodies::{pair, sent};
use crate::fixtures::{
    body_multipart_files, body_multipart_files_3_0, body_multipart_read_only, body_multipart_styles,
    warning_multipart_style,
};
use specwright_runtime::File;

/// A part that is not a file.
fn field(name: &str, headers: &str, text: &str) -> String {
    format!("--B\r\nContent-Disposition: form-data; name=\"{name}\"\r\n{headers}\r\n{text}\r\n")
}

/// A part that is a file of the name `f` with the content `c`.
fn file(name: &str, media_type: &str) -> String {
    format!(
        "--B\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"f\"\r\nContent-Type: {media_type}\r\n\r\nc\r\n"
    )
}

fn body(parts: &[String]) -> (String, String) {
    pair("multipart/form-data", &format!("{}--B--\r\n", parts.concat()))
}

fn f() -> File {
    File::new("f", "c")
}

#[tokio::test]
async fn content_media_type_binary_is_a_file() {
    use body_multipart_files::operations::{AddFiles, AddFilesForm};
    let form = AddFilesForm::new(f(), "YQ==")
        .empty(f())
        .typeless(f())
        .range(f())
        .any_of(f())
        .one_of(f())
        .all_of(f())
        .beside(f())
        .named(f())
        .named_or_null(f())
        .named_typed(f())
        .types(f())
        .many([f(), f()])
        .many_or_null([f(), f()])
        .many_or_none([f(), f()])
        .stated(f())
        .text("*a*")
        .encoded_many(["YQ", "Yg"]);
    let bytes = "application/octet-stream";
    let base64url = "Content-Type: image/png\r\nContent-Transfer-Encoding: base64url\r\n";
    let parts = [
        file("plain", bytes),
        file("empty", bytes),
        file("typeless", "image/png"),
        file("range", bytes),
        file("any_of", bytes),
        file("one_of", "image/png"),
        file("all_of", "application/pdf"),
        file("beside", "image/gif"),
        file("named", bytes),
        file("named_or_null", bytes),
        file("named_typed", "audio/ogg"),
        file("types", bytes),
        file("many", bytes),
        file("many", bytes),
        file("many_or_null", bytes),
        file("many_or_null", bytes),
        file("many_or_none", bytes),
        file("many_or_none", bytes),
        file("stated", "image/webp"),
        field("text", "", "*a*"),
        field("encoded", &format!("Content-Type: {bytes}\r\nContent-Transfer-Encoding: base64\r\n"), "YQ=="),
        field("encoded_many", base64url, "YQ"),
        field("encoded_many", base64url, "Yg"),
    ];
    assert_eq!(sent(&AddFiles::new(form)).await, body(&parts));
    let least = [parts[0].clone(), parts[20].clone()];
    assert_eq!(sent(&AddFiles::new(AddFilesForm::new(f(), "YQ=="))).await, body(&least));
}

#[tokio::test]
async fn format_binary_is_a_file() {
    use body_multipart_files_3_0::operations::{AddFiles, AddFilesForm};
    let form = AddFilesForm::new(f())
        .nullable(f())
        .typeless(f())
        .any_of(f())
        .all_of(f())
        .named(f())
        .many([f(), f()])
        .many_or_null([f()])
        .stated(f())
        .stated_many([f(), f()])
        .byte("YQ==");
    let bytes = "application/octet-stream";
    let parts = [
        file("plain", bytes),
        file("nullable", bytes),
        file("typeless", bytes),
        file("any_of", bytes),
        file("all_of", bytes),
        file("named", bytes),
        file("many", bytes),
        file("many", bytes),
        file("many_or_null", bytes),
        file("stated", "image/png"),
        file("stated_many", "application/pdf"),
        file("stated_many", "application/pdf"),
        field("byte", "", "YQ=="),
    ];
    assert_eq!(sent(&AddFiles::new(form)).await, body(&parts));
}

#[tokio::test]
async fn default_encoding_styles_have_no_effect() {
    use body_multipart_styles::operations::{AddAlbum, AddAlbumForm};
    let form = AddAlbumForm::new().cover(f()).title("a b/c").tags(["x", "y"]);
    let cover = file("cover", "application/octet-stream");
    let parts = [cover, field("title", "", "a b/c"), field("tags", "", "x"), field("tags", "", "y")];
    assert_eq!(sent(&AddAlbum::new().body(form)).await, body(&parts));
}

#[tokio::test]
async fn multipart_arrays_are_repeated_parts_and_objects_are_json() {
    use warning_multipart_style::models::AddAlbumBodyPlace;
    use warning_multipart_style::operations::{AddAlbum, AddAlbumForm};
    let form = AddAlbumForm::new().tags(["a", "b"]).words(["c"]).place(AddAlbumBodyPlace::new().city("Ulm"));
    let place = field("place", "Content-Type: application/json\r\n", r#"{"city":"Ulm"}"#);
    let parts = [field("tags", "", "a"), field("tags", "", "b"), field("words", "", "c"), place];
    assert_eq!(sent(&AddAlbum::new().body(form)).await, body(&parts));
}

#[tokio::test]
async fn form_without_parts_is_empty() {
    use body_multipart_read_only::operations::{PutAlbum, PutAlbumForm};
    assert_eq!(sent(&PutAlbum::new().body(PutAlbumForm::new())).await, body(&[]));
}
