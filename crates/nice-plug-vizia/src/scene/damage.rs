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

/// From so many groups on, looking for the best way to draw them together would cost more than drawing them all at once.
const TOO_MANY_GROUPS: usize = 32;

/// Groups views so that those that are far apart are drawn one by one.
///
/// vizia draws everything in the one rectangle around all that has changed. A knob at one side and a meter at the other
/// are small, but the rectangle around both is nearly the window.
///
/// A part of a view comes without the view, which would be drawn as a whole.
///
/// A view joins a group if the rectangle around both is not more than `slack_px` pixels larger than the two: about what
/// can be drawn in the time of walking the tree once more. Where that leaves too many groups, those that lie best together
/// are drawn together.
pub(super) fn group(
    views: impl Iterator<Item = (Option<Entity>, BoundingBox)>,
    slack_px: f32,
) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for (entity, bounds) in views {
        let near = groups
            .iter_mut()
            .find(|group| wasted(&group.bounds, &bounds) <= slack_px);
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
    if groups.len() >= TOO_MANY_GROUPS {
        (1..groups.len()).for_each(|_| join(&mut groups, (0, 1)));
    }
    while let Some((least, pair)) = closest(&groups)
        && (groups.len() > MAX_GROUPS || least <= slack_px)
    {
        join(&mut groups, pair);
    }
    groups
}

/// The two groups that waste least when they are drawn together, and how many pixels that is.
fn closest(groups: &[Group]) -> Option<(f32, (usize, usize))> {
    let pairs =
        (0..groups.len()).flat_map(|one| (one + 1..groups.len()).map(move |two| (one, two)));
    pairs
        .map(|(one, two)| {
            let waste = wasted(&groups[one].bounds, &groups[two].bounds);
            (waste, (one, two))
        })
        .min_by(|(one, _), (two, _)| one.total_cmp(two))
}

fn join(groups: &mut Vec<Group>, (one, two): (usize, usize)) {
    let other = groups.swap_remove(two);
    groups[one].bounds = groups[one].bounds.union(&other.bounds);
    groups[one].entities.extend(other.entities);
}

/// Pixels that are drawn in vain when two rectangles are drawn as one; less than zero where they overlap.
fn wasted(one: &BoundingBox, two: &BoundingBox) -> f32 {
    area(&one.union(two)) - area(one) - area(two)
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

    /// Six corners of a window and a neighbour of one of them: it is drawn with this one.
    #[test]
    fn of_many_groups_those_that_lie_together_are_drawn_together() {
        let corners =
            [0.0, 500.0, 1000.0].map(|x| [at(x, 0.0, 20.0, 20.0), at(x, 600.0, 20.0, 20.0)]);
        let neighbour = at(900.0, 600.0, 20.0, 20.0);
        let views = corners.into_iter().flatten().chain([neighbour]);
        let groups = group(views, 100.0);
        assert_eq!(groups.len(), 6);
        let (_, around) = at(900.0, 600.0, 120.0, 20.0);
        assert!(groups.iter().any(|group| group.bounds == around));
        assert_eq!(
            groups
                .iter()
                .map(|group| group.entities.len())
                .sum::<usize>(),
            7
        );
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
