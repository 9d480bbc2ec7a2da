//! `png`: the same picture in pixels, where the program was built with the feature `pictures`.

use crate::answer::Answer;
use crate::render::style::{Format, Style};
use std::io::{self, Write};

pub(crate) const FORMAT: Format = Format {
    name: "png",
    description: "the same picture in pixels (needs the feature `pictures`)",
    extension: "png",
    holds_notes: false,
    for_people: false,
    draws: true,
    holds_charts: true,
    write,
};

/// Pixels for each unit of the picture: sharp on the screens of today, and in print.
#[cfg(feature = "pictures")]
const SCALE: f32 = 2.0;

#[cfg(feature = "pictures")]
fn write(answer: &Answer, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    use resvg::{tiny_skia, usvg};
    let mut options = usvg::Options::default();
    let fonts = options.fontdb_mut();
    fonts.load_system_fonts();
    if fonts.is_empty() {
        let message = "there is no font on this machine to write the words of a picture with; ask for svg";
        return Err(io::Error::new(io::ErrorKind::NotFound, message));
    }
    let drawn = super::svg::draw(answer, style);
    let tree = usvg::Tree::from_str(&drawn, &options).map_err(io::Error::other)?;
    let size = tree.size();
    let (width, height) = ((size.width() * SCALE).ceil() as u32, (size.height() * SCALE).ceil() as u32);
    let too_large = || io::Error::new(io::ErrorKind::InvalidInput, "the picture is too large for PNG; ask for svg");
    let mut pixels = tiny_skia::Pixmap::new(width, height).ok_or_else(too_large)?;
    resvg::render(&tree, tiny_skia::Transform::from_scale(SCALE, SCALE), &mut pixels.as_mut());
    out.write_all(&pixels.encode_png().map_err(io::Error::other)?)
}

#[cfg(not(feature = "pictures"))]
fn write(_answer: &Answer, _style: &Style, _out: &mut dyn Write) -> io::Result<()> {
    let message = "this program was built without PNG (feature `pictures`); ask for svg instead";
    Err(io::Error::new(io::ErrorKind::Unsupported, message))
}
