//! Which pixels have to be drawn.

use vizia_core::prelude::*;
use vizia_core::vg;

/// Some columns and rows of a scene, in physical pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PixelRect {
    /// The first column.
    pub x: u32,
    /// The first row.
    pub y: u32,
    /// How many columns, at least one.
    pub width: u32,
    /// How many rows, at least one.
    pub height: u32,
}

impl PixelRect {
    /// The part of `rect` that is inside of `width` by `height` pixels, `None` if nothing is.
    pub(super) fn from_clip(rect: vg::IRect, width: u32, height: u32) -> Option<Self> {
        let x = u32::try_from(rect.left.max(0)).ok()?;
        let y = u32::try_from(rect.top.max(0)).ok()?;
        let right = u32::try_from(rect.right).ok()?.min(width);
        let bottom = u32::try_from(rect.bottom).ok()?.min(height);
        (x < right && y < bottom).then(|| Self {
            x,
            y,
            width: right - x,
            height: bottom - y,
        })
    }
}

/// Views that are drawn together.
pub(super) struct Group {
    /// Around the layout of all of them; what they draw may reach further.
    pub bounds: BoundingBox,
    pub entities: Vec<Entity>,
}

/// More groups than this are not worth it: every one walks the whole tree.
const MAX_GROUPS: usize = 6;

/// Groups views so that those that are far apart are drawn one by one.
///
/// vizia draws everything in the one rectangle around all that has changed. A knob at one side and a meter at the other
/// are small, but the rectangle around both is nearly the window.
///
/// A part of a view comes without the view, which would be drawn as a whole.
///
/// A view joins a group if the rectangle around both is not more than `slack_px` pixels larger than the two: about what
/// can be drawn in the time of walking the tree once more.
pub(super) fn group(
    views: impl Iterator<Item = (Option<Entity>, BoundingBox)>,
    slack_px: f32,
) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for (entity, bounds) in views {
        let near = groups.iter_mut().find(|group| {
            area(&group.bounds.union(&bounds)) <= area(&group.bounds) + area(&bounds) + slack_px
        });
        match near {
            Some(group) => {
                group.bounds = group.bounds.union(&bounds);
                group.entities.extend(entity);
            }
            None => groups.push(Group {
                bounds,
                entities: entity.into_iter().collect(),
            }),
        }
    }
    if groups.len() > MAX_GROUPS {
        let rest = groups.split_off(1);
        for group in rest {
            groups[0].bounds = groups[0].bounds.union(&group.bounds);
            groups[0].entities.extend(group.entities);
        }
    }
    groups
}

fn area(bounds: &BoundingBox) -> f32 {
    bounds.w * bounds.h
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(x: f32, y: f32, w: f32, h: f32) -> (Option<Entity>, BoundingBox) {
        (Some(Entity::root()), BoundingBox { x, y, w, h })
    }

    #[test]
    fn neighbours_are_drawn_together_and_distant_views_apart() {
        let groups = group(
            [
                at(0.0, 0.0, 20.0, 200.0),
                at(24.0, 0.0, 20.0, 200.0),
                at(800.0, 500.0, 50.0, 50.0),
            ]
            .into_iter(),
            4096.0,
        );
        assert_eq!(groups.len(), 2);
        assert_eq!(groups[0].entities.len(), 2);
        let (_, around) = at(0.0, 0.0, 44.0, 200.0);
        assert_eq!(groups[0].bounds, around);
    }

    #[test]
    fn very_many_distant_views_are_drawn_at_once() {
        let views = (0..100).map(|i| at(i as f32 * 100.0, 0.0, 10.0, 10.0));
        let groups = group(views, 0.0);
        assert_eq!(groups.len(), 1);
        assert_eq!(groups[0].entities.len(), 100);
    }

    #[test]
    fn a_clip_outside_of_the_scene_is_no_damage() {
        let clip = |left, top, right, bottom| {
            PixelRect::from_clip(vg::IRect::new(left, top, right, bottom), 100, 50)
        };
        assert_eq!(clip(-5, -5, 0, 0), None);
        assert_eq!(clip(100, 0, 120, 50), None);
        let inside = PixelRect {
            x: 90,
            y: 0,
            width: 10,
            height: 20,
        };
        assert_eq!(clip(90, -3, 200, 20), Some(inside));
    }
}
