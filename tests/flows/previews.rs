//! Previews of files that somebody may have put there to do harm, and of versions of an object that changed.

use std::time::Duration;

use api::problem::ProblemCode;
use api::view::{PreviewContent, PreviewView, ShapeView};

use crate::setting::Setting;

async fn signed_in() -> Setting {
    let setting = Setting::fresh().await;
    setting.device.sign_in("ada", "Gatehouse-1").await;
    setting
}

/// What the preview shows of these bytes under this name.
async fn shown(setting: &Setting, name: &str, bytes: &[u8], anyway: bool) -> PreviewView {
    let path = setting.world.folder.path().join(name);
    std::fs::write(&path, bytes).expect("a file to upload");
    setting.device.upload("private", "", vec![path]).await;
    let looked = setting.device.api.preview("private", name, anyway);
    tokio::time::timeout(Duration::from_secs(20), looked)
        .await
        .expect("it does not hang")
        .expect("a look")
}

fn token(view: &PreviewView) -> &str {
    &view.token
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_file_is_its_bytes_tell_and_nothing_active_is_served() {
    let setting = signed_in().await;
    let active: [(&str, &[u8]); 6] = [
        ("page.png", b"<!doctype html><script>alert(1)</script>"),
        (
            "picture.svg",
            b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        ),
        (
            "refresh.html",
            b"<meta http-equiv=refresh content='0;url=http://127.0.0.1:1/'>",
        ),
        (
            "bomb.xml",
            b"<!DOCTYPE x [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;'>]><x>&b;</x>",
        ),
        ("formula.csv", b"=cmd|' /C calc'!A0,@SUM(1)\n1,2\n"),
        (
            "note.md",
            b"<img src=x onerror=alert(1)> [x](javascript:alert(1))\n",
        ),
    ];
    for (name, bytes) in active {
        let view = shown(&setting, name, bytes, false).await;
        let PreviewContent::Text { text, .. } = &view.content else {
            panic!("{name} is text, not {:?}", view.content)
        };
        assert_eq!(text.as_bytes(), bytes, "{name}");
        let served = setting.device.api.preview_serve(token(&view), None, None).await;
        assert_eq!(
            (served.status, served.media_type),
            (404, "text/plain"),
            "{name} is not served"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pdf_is_only_read_in_parts_and_never_served_as_a_page() {
    let setting = signed_in().await;
    let pdf = b"%PDF-1.7\n1 0 obj<</OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj\n";
    let view = shown(&setting, "script.pdf", pdf, false).await;
    assert_eq!(view.content, PreviewContent::Pdf);
    let api = &setting.device.api;
    assert_eq!(api.preview_serve(token(&view), None, None).await.status, 404);
    let part = api.preview_read(token(&view), 1, 3).await.expect("its bytes");
    assert_eq!(part.as_ref(), b"PDF");
    let end = api
        .preview_read(token(&view), pdf.len() as u64 - 2, 4_000)
        .await
        .expect("its end");
    assert_eq!(end.as_ref(), b"j\n");
    let beyond = api
        .preview_read(token(&view), u64::MAX, u64::MAX)
        .await
        .expect("nothing");
    assert!(beyond.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_picture_that_would_fill_the_memory_is_not_shown() {
    let setting = signed_in().await;
    let bomb = b"GIF89a\xff\xff\xff\xff\0\0\0,\0\0\0\0\xff\xff\xff\xff\0\x08\0;";
    let view = shown(&setting, "bomb.gif", bomb, true).await;
    assert_eq!(view.content, PreviewContent::TooLarge { anyway: false });
    let small = setting.device.api.thumbnail("private", "bomb.gif").await;
    assert_eq!(small, Ok(None), "nor made small");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deep_or_a_long_text_is_shown_as_far_as_it_goes() {
    let setting = signed_in().await;
    let deep = format!("{}{}", "[".repeat(10_000), "]".repeat(10_000));
    let view = shown(&setting, "deep.json", deep.as_bytes(), false).await;
    let PreviewContent::Text {
        shape: Some(ShapeView::Json { lines, .. }),
        ..
    } = view.content
    else {
        panic!("JSON, not {:?}", view.content)
    };
    assert_eq!(lines.len(), 10_000);

    let long = "0123456789abcdé\n".repeat(100_000);
    let view = shown(&setting, "long.txt", long.as_bytes(), false).await;
    let PreviewContent::Text {
        text,
        next,
        shape: None,
    } = &view.content
    else {
        panic!("text, not {:?}", view.content)
    };
    let (mut whole, mut next) = (text.clone(), *next);
    assert!(whole.len() < 300_000, "only the beginning is read");
    while let Some(start) = next {
        let part = setting
            .device
            .api
            .preview_text(token(&view), start)
            .await
            .expect("more of it");
        whole.push_str(&part.text);
        next = part.next;
    }
    assert!(whole == long, "and the parts are the whole");
}

#[tokio::test(flavor = "multi_thread")]
async fn sound_is_served_in_ranges_of_one_version_only() {
    let setting = signed_in().await;
    let mut sound = b"RIFF\0\0\0\0WAVEfmt ".to_vec();
    sound.resize(6 << 20, 7);
    let view = shown(&setting, "sound.wav", &sound, false).await;
    assert!(matches!(&view.content, PreviewContent::Audio { media_type, .. } if media_type == "audio/wav"));
    let api = &setting.device.api;
    let size = sound.len();

    let all = api.preview_serve(token(&view), Some("bytes=0-"), None).await;
    assert_eq!(all.status, 206);
    assert_eq!(
        all.content_range,
        Some(format!("bytes 0-{}/{size}", (4 << 20) - 1)),
        "a part at a time"
    );
    let part = api
        .preview_serve(token(&view), Some("bytes=-4"), all.etag.as_deref())
        .await;
    assert_eq!((part.status, part.bytes.as_ref()), (206, &[7, 7, 7, 7][..]));
    let beyond = api
        .preview_serve(token(&view), Some(&format!("bytes={size}-")), None)
        .await;
    assert_eq!(
        (beyond.status, beyond.content_range),
        (416, Some(format!("bytes */{size}")))
    );
    let stale = api
        .preview_serve(token(&view), Some("bytes=0-3"), Some("\"another\""))
        .await;
    assert_eq!(
        (stale.status, stale.bytes.len()),
        (200, size),
        "a range of another version is none"
    );

    let other = api.preview("public", "no such thing", false).await;
    assert!(other.is_err());
    let gone = api.preview_serve(token(&view), Some("bytes=0-3"), None).await;
    assert_eq!(gone.status, 404, "another look has taken its place");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_small_picture_is_made_once_and_asked_for_again() {
    let setting = signed_in().await;
    let rows = setting
        .device
        .rows("private", "Photos/2024 Lake District/")
        .await
        .expect("pictures");
    let key = &rows
        .iter()
        .find(|row| row.key.ends_with(".jpg"))
        .expect("a picture")
        .key;
    let api = &setting.device.api;
    let first = api
        .thumbnail("private", key)
        .await
        .expect("a picture")
        .expect("a small one");
    assert!(first.starts_with("data:image/jpeg;base64,") && first.len() < 60_000);
    let again = api.thumbnail("private", key).await.expect("a picture");
    assert_eq!(again.as_deref(), Some(first.as_str()));
    assert_eq!(
        api.thumbnail("private", "no such thing.png")
            .await
            .map_err(|problem| problem.code),
        Err(ProblemCode::Gone)
    );

    let cache = setting.device.data.join("cache");
    assert!(cache.exists(), "it is kept");
    setting.device.sign_out().await;
    let emptied = async {
        while cache.read_dir().is_ok_and(|mut left| left.next().is_some()) {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(20), emptied)
        .await
        .expect("and goes with whoever signs out");
}
