use std::time::Duration;

use bellwire::Instant;

use super::ToasterPosition;

/// How far a toast is swiped to be dismissed, in CSS pixels.
const FAR: f64 = 45.0;
/// How fast a shorter swipe has to be, in CSS pixels per millisecond.
const FAST: f64 = 0.11;
/// Less is a press that trembles, in CSS pixels: a mouse is steadier than a finger.
const STEADY: f64 = 3.0;

/// A toast that follows the finger. It goes off the nearer edges of the screen, and gives way only a
/// little in the other directions.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Swipe {
    began_at: Instant,
    from: (f64, f64),
    edges: Edges,
    axis: Option<Axis>,
    offset: (f64, f64),
}

/// What becomes of a toast that is let go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SwipeEnd {
    /// It was pressed, not swiped.
    Pressed,
    /// It goes back to its place.
    Returns,
    /// It goes on in its direction, and is gone: −1, 0 or 1 to the right and downwards.
    Gone { x: i8, y: i8 },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Axis {
    X,
    Y,
}

/// The edges over which a toast leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Edges {
    left: bool,
    right: bool,
    top: bool,
}

impl Edges {
    fn of(position: ToasterPosition, is_rtl: bool) -> Self {
        use ToasterPosition::{BottomCenter, BottomEnd, BottomStart, TopCenter, TopEnd, TopStart};

        let (start, end) = match position {
            TopStart | BottomStart => (true, false),
            TopEnd | BottomEnd => (false, true),
            TopCenter | BottomCenter => (true, true),
        };
        let (left, right) = if is_rtl { (end, start) } else { (start, end) };
        Self { left, right, top: matches!(position, TopStart | TopCenter | TopEnd) }
    }

    fn lets_out(self, x: f64, y: f64) -> bool {
        match (x, y) {
            (x, _) if x > 0.0 => self.right,
            (x, _) if x < 0.0 => self.left,
            (_, y) if y < 0.0 => self.top,
            (_, y) => y > 0.0 && !self.top,
        }
    }
}

impl Swipe {
    /// A finger is put on a toast, at so many CSS pixels from the left and from above.
    pub(crate) fn new(
        now: Instant,
        from: (f64, f64),
        position: ToasterPosition,
        is_rtl: bool,
    ) -> Self {
        let edges = Edges::of(position, is_rtl);
        Self { began_at: now, from, edges, axis: None, offset: (0.0, 0.0) }
    }

    /// The finger moves. Returns by how much the toast is out of its place, once it is swiped.
    pub(crate) fn follow(&mut self, (x, y): (f64, f64)) -> Option<(f64, f64)> {
        let (x, y) = (x - self.from.0, y - self.from.1);
        if self.axis.is_none() && x.abs().max(y.abs()) > STEADY {
            self.axis = Some(if x.abs() > y.abs() { Axis::X } else { Axis::Y });
        }
        let (x, y) = match self.axis? {
            Axis::X => (x, 0.0),
            Axis::Y => (0.0, y),
        };
        self.offset = if self.edges.lets_out(x, y) { (x, y) } else { (give_way(x), give_way(y)) };
        Some(self.offset)
    }

    /// The finger lets go.
    pub(crate) fn end(self, now: Instant) -> SwipeEnd {
        if self.axis.is_none() {
            return SwipeEnd::Pressed;
        }
        let (x, y) = self.offset;
        let distance = x.abs().max(y.abs());
        let took = now.since(self.began_at).max(Duration::from_millis(1)).as_secs_f64() * 1000.0;
        if self.edges.lets_out(x, y) && (distance >= FAR || distance / took > FAST) {
            SwipeEnd::Gone { x: sign(x), y: sign(y) }
        } else {
            SwipeEnd::Returns
        }
    }
}

/// What is left of a way that leads nowhere: the further, the less.
fn give_way(way: f64) -> f64 {
    way / (1.5 + way.abs() / 20.0)
}

fn sign(way: f64) -> i8 {
    if way > 0.0 {
        1
    } else if way < 0.0 {
        -1
    } else {
        0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn at(millis: u64) -> Instant {
        Instant::from_elapsed(Duration::from_millis(millis))
    }

    fn swiped(position: ToasterPosition, is_rtl: bool, to: (f64, f64), millis: u64) -> SwipeEnd {
        let mut swipe = Swipe::new(at(0), (100.0, 100.0), position, is_rtl);
        swipe.follow((100.0 + to.0, 100.0 + to.1));
        swipe.end(at(millis))
    }

    #[test]
    fn a_toast_leaves_over_the_nearer_edges() {
        use ToasterPosition::{BottomEnd, TopCenter, TopStart};

        let gone = |position, is_rtl, to| {
            matches!(swiped(position, is_rtl, to, 1_000), SwipeEnd::Gone { .. })
        };
        assert!(gone(BottomEnd, false, (60.0, 0.0)) && gone(BottomEnd, false, (0.0, 60.0)));
        assert!(!gone(BottomEnd, false, (-60.0, 0.0)) && !gone(BottomEnd, false, (0.0, -60.0)));
        assert!(gone(BottomEnd, true, (-60.0, 0.0)) && !gone(BottomEnd, true, (60.0, 0.0)));
        assert!(gone(TopStart, false, (-60.0, 0.0)) && gone(TopStart, false, (0.0, -60.0)));
        assert!(gone(TopCenter, false, (-60.0, 5.0)) && gone(TopCenter, false, (60.0, -5.0)));
    }

    #[test]
    fn a_short_swipe_has_to_be_fast() {
        let position = ToasterPosition::BottomEnd;
        assert_eq!(swiped(position, false, (20.0, 0.0), 100), SwipeEnd::Gone { x: 1, y: 0 });
        assert_eq!(swiped(position, false, (20.0, 0.0), 1_000), SwipeEnd::Returns);
        assert_eq!(swiped(position, false, (2.0, 2.0), 10), SwipeEnd::Pressed);
    }

    #[test]
    fn it_gives_way_a_little_where_it_cannot_leave() {
        let mut swipe = Swipe::new(at(0), (0.0, 0.0), ToasterPosition::BottomEnd, false);
        assert_eq!(swipe.follow((1.0, 0.0)), None, "a hand that trembles");
        let (x, y) = swipe.follow((-200.0, 30.0)).unwrap();
        assert!(x < 0.0 && x > -20.0 && y == 0.0);
        assert_eq!(swipe.follow((200.0, 30.0)), Some((200.0, 0.0)));
    }
}
