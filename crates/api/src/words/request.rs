//! The page by which somebody without an account sends a file: one file of HTML that loads and runs nothing.

use files::UploadForm;
use time::macros::format_description;

/// The page for a file of this name.
pub(crate) fn page(name: &str, megabytes: u32, form: &UploadForm) -> String {
    let when = format_description!("[day padding:none] [month repr:long] [year], [hour]:[minute]");
    let until = form.until.format(&when).unwrap_or_default();
    let fields: String = form
        .fields
        .iter()
        .map(|(name, value)| {
            let value = escaped(value.expose());
            format!("<input type=\"hidden\" name=\"{name}\" value=\"{value}\">\n")
        })
        .collect();
    let (name, action) = (escaped(name), escaped(&form.action));
    format!(
        "<!doctype html>
<html lang=\"en\">
<meta charset=\"utf-8\">
<meta name=\"viewport\" content=\"width=device-width\">
<meta name=\"referrer\" content=\"no-referrer\">
<title>Send a file: {name}</title>
<style>
:root {{ color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; }}
body {{ display: grid; place-content: center; min-height: 90vh; margin: 1rem; }}
form {{ display: grid; gap: 1rem; max-width: 24rem; }}
button {{ font: inherit; padding: 0.5rem 1rem; }}
</style>
<form action=\"{action}\" method=\"post\" enctype=\"multipart/form-data\">
<h1>{name}</h1>
<p>Choose a file of up to {megabytes} MB and send it. It arrives under the name above, whatever it is called.
You can send it until {until} UTC; if you send it again, the last one counts.</p>
{fields}<label>File <input type=\"file\" name=\"file\" required></label>
<button>Send</button>
</form>
</html>
"
    )
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use base::Secret;
    use time::macros::datetime;

    use super::page;

    #[test]
    fn a_name_cannot_break_out_of_the_page() {
        let form = files::UploadForm {
            action: "https://b.example/\"><script>".into(),
            fields: vec![("key", Secret::from("a/\"><script>"))],
            until: datetime!(2026-11-21 18:42 UTC),
            shortened: false,
        };

        let page = page("</title><script>alert(1)</script>", 10, &form);

        assert!(!page.contains("<script>"), "{page}");
        assert!(page.contains("until 21 November 2026, 18:42 UTC"), "{page}");
        assert!(page.contains("value=\"a/&quot;&gt;&lt;script&gt;\""), "{page}");
    }
}
