use std::sync::{Arc, Mutex, PoisonError};

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{ImageHrefResolver, Options, Tree, roxmltree};

use crate::canvas::Canvas;
use crate::geometry::{IRect, Rect, Size};
use crate::image::Image;
use crate::log_once::log_once;
use crate::matrix::Matrix;
use crate::paint::Paint;
use crate::shader::{SamplingOptions, TileMode};

/// The most pixels that a picture is drawn with; beyond, it is drawn smaller and enlarged.
const MOST_PIXELS: f32 = (1 << 22) as f32;

/// How many renderings of one picture are kept, if they are not too large together: it may stand in several places, in
/// different sizes.
const MOST_RENDERINGS: usize = 8;

/// In how many parts of a pixel places are told apart.
const STEPS_PER_PIXEL: f32 = 8.0;

const SVG_NAMESPACE: &str = "http://www.w3.org/2000/svg";

/// A picture and what was last drawn of it.
#[derive(Debug)]
pub(super) struct Picture {
    tree: Tree,
    /// The size that it says it has.
    width: Option<f32>,
    height: Option<f32>,
    /// Whether it is stretched to fill its container.
    is_stretched: bool,
    renderings: Mutex<Vec<Arc<Rendering>>>,
}

#[derive(Debug)]
struct Rendering {
    place: Place,
    image: Image,
}

/// How a picture stands on pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Place {
    /// Pixels by unit of the picture.
    scale: (f32, f32),
    /// Of the picture's origin, from the corner of a pixel.
    offset: (f32, f32),
    width: u32,
    height: u32,
}

impl Picture {
    /// Reads a picture. Files that it refers to are not read.
    pub(super) fn parse(bytes: &[u8]) -> Option<Self> {
        let text = std::str::from_utf8(bytes).ok()?;
        let parsing = roxmltree::ParsingOptions {
            allow_dtd: true,
            ..Default::default()
        };
        let document = roxmltree::Document::parse_with_options(text, parsing).ok()?;
        let options = Options {
            image_href_resolver: ImageHrefResolver {
                resolve_data: ImageHrefResolver::default_data_resolver(),
                resolve_string: Box::new(|_, _| None),
            },
            ..Default::default()
        };
        let tree = Tree::from_xmltree(&document, &options).ok()?;
        if document
            .descendants()
            .any(|node| node.has_tag_name((SVG_NAMESPACE, "text")))
        {
            log_once!("text in SVG pictures is not drawn");
        }
        let root = document.root_element();
        let is_own = |name: &str| {
            root.attribute(name)
                .is_some_and(|length| !length.ends_with('%'))
        };
        let aspect = root.attribute("preserveAspectRatio");
        Some(Self {
            width: is_own("width").then_some(tree.size().width()),
            height: is_own("height").then_some(tree.size().height()),
            is_stretched: aspect.is_some_and(|aspect| aspect.trim().starts_with("none")),
            tree,
            renderings: Mutex::default(),
        })
    }

    /// The size that the picture says it has, 0 where it does not.
    pub(super) fn own_size(&self) -> Size {
        Size::new(self.width.unwrap_or(0.0), self.height.unwrap_or(0.0))
    }

    /// Draws the picture at the origin.
    pub(super) fn draw(&self, canvas: &Canvas, container: Size) {
        let width = self.width.unwrap_or(container.width);
        let height = self.height.unwrap_or(container.height);
        let fit = self.fit_into(width, height);
        let matrix = canvas.matrix() * fit;
        let is_usable = (0..9).all(|index| matrix[index].is_finite());
        if !is_usable || width <= 0.0 || height <= 0.0 {
            return;
        }
        if matrix.is_scale_translate() && matrix.scale_x() > 0.0 && matrix.scale_y() > 0.0 {
            self.draw_upright(canvas, &matrix);
        } else {
            self.draw_transformed(canvas, &matrix, &fit);
        }
    }

    /// From units of the picture to those of a size that it is to have: as large as possible, in the middle.
    fn fit_into(&self, width: f32, height: f32) -> Matrix {
        let own = self.tree.size();
        let (mut x, mut y) = (width / own.width(), height / own.height());
        if !self.is_stretched {
            (x, y) = (x.min(y), x.min(y));
        }
        let rest = (width - x * own.width(), height - y * own.height());
        Matrix::translate((rest.0 * 0.5, rest.1 * 0.5)) * Matrix::scale((x, y))
    }

    /// Draws pixel upon pixel.
    fn draw_upright(&self, canvas: &Canvas, matrix: &Matrix) {
        let round = |place: f32| (place * STEPS_PER_PIXEL).round() / STEPS_PER_PIXEL;
        let (x, y) = (round(matrix.translate_x()), round(matrix.translate_y()));
        let scale = (matrix.scale_x(), matrix.scale_y());
        let offset = (x - x.floor(), y - y.floor());
        let Some(place) = self.place(scale, offset) else {
            let fit = canvas.matrix().invert().map(|back| back * *matrix);
            self.draw_transformed(canvas, matrix, &fit.unwrap_or_default());
            return;
        };
        if let Some(rendering) = self.rendering(place) {
            let (left, top) = (x.floor() as i32, y.floor() as i32);
            let (right, bottom) = (left + place.width as i32, top + place.height as i32);
            let bounds = IRect::new(left, top, right, bottom);
            canvas.draw_pixels(rendering.image.argb(), bounds, 1.0);
        }
    }

    /// Draws the picture as an image that the canvas turns, or enlarges.
    fn draw_transformed(&self, canvas: &Canvas, matrix: &Matrix, fit: &Matrix) {
        let size = self.tree.size();
        let scale_of = |x: f32, y: f32| (x * x + y * y).sqrt();
        let wanted = scale_of(matrix.scale_x(), matrix.skew_y());
        let wanted = wanted.max(scale_of(matrix.skew_x(), matrix.scale_y()));
        let largest = (MOST_PIXELS / (size.width() * size.height())).sqrt() * 0.99;
        let scale = wanted.min(largest);
        let place = self.place((scale, scale), (0.0, 0.0));
        let Some(rendering) = place.and_then(|place| self.rendering(place)) else {
            return;
        };
        let local = *fit * Matrix::scale((1.0 / scale, 1.0 / scale));
        let tile_modes = (TileMode::Decal, TileMode::Decal);
        let sampling = SamplingOptions::default();
        let mut paint = Paint::default();
        paint.set_anti_alias(true);
        paint.set_shader(rendering.image.to_shader(tile_modes, sampling, &local));
        let bounds = fit.map_rect(Rect::from_wh(size.width(), size.height())).0;
        canvas.draw_rect(bounds, &paint);
    }

    /// How the picture stands on pixels. `None` if those were too many.
    fn place(&self, scale: (f32, f32), offset: (f32, f32)) -> Option<Place> {
        let size = self.tree.size();
        let width = (size.width() * scale.0 + offset.0).ceil().max(1.0);
        let height = (size.height() * scale.1 + offset.1).ceil().max(1.0);
        (width * height <= MOST_PIXELS).then_some(Place {
            scale,
            offset,
            width: width as u32,
            height: height as u32,
        })
    }

    /// What was drawn before in this place, or is drawn now.
    fn rendering(&self, place: Place) -> Option<Arc<Rendering>> {
        let mut renderings = self
            .renderings
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let known = renderings
            .iter()
            .position(|rendering| rendering.place == place);
        let found = match known {
            Some(index) => renderings.remove(index),
            None => Arc::new(Rendering {
                place,
                image: self.render(place)?,
            }),
        };
        renderings.insert(0, found.clone());
        renderings.truncate(MOST_RENDERINGS);
        let mut pixels = 0.0;
        renderings.retain(|rendering| {
            pixels += (rendering.place.width * rendering.place.height) as f32;
            pixels <= MOST_PIXELS
        });
        Some(found)
    }

    fn render(&self, place: Place) -> Option<Image> {
        let mut pixmap = Pixmap::new(place.width, place.height)?;
        let (scale, offset) = (place.scale, place.offset);
        let transform = Transform::from_row(scale.0, 0.0, 0.0, scale.1, offset.0, offset.1);
        resvg::render(&self.tree, transform, &mut pixmap.as_mut());
        let pixels = pixmap.data().as_chunks().0.iter();
        let argb =
            pixels.map(|&[red, green, blue, alpha]| u32::from_be_bytes([alpha, red, green, blue]));
        Some(Image::from_argb(place.width, place.height, argb.collect()))
    }
}
