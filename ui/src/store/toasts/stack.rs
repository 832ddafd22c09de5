/// Where toasts of one place lie, one behind the other or side by side. Lengths are in CSS pixels.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Stack {
    /// How high each is, the newest first; 0 until it is measured.
    heights: Vec<f64>,
}

/// What is between two toasts that lie side by side.
const GAP: f64 = 12.0;

impl Stack {
    pub(crate) fn new(heights: Vec<f64>) -> Self {
        Self { heights }
    }

    /// How far a toast lies from the edge, once all are side by side; the newest is nearest to it.
    pub(crate) fn offset(&self, index: usize) -> f64 {
        self.heights.iter().take(index).map(|height| height + GAP).sum()
    }

    /// How high a toast is.
    pub(crate) fn height_of(&self, index: usize) -> f64 {
        self.heights.get(index).copied().unwrap_or_default()
    }

    /// How high the newest is: behind it, the others are no higher.
    pub(crate) fn front(&self) -> f64 {
        self.height_of(0)
    }

    /// How high all are together, side by side.
    pub(crate) fn height(&self) -> f64 {
        let gaps = self.heights.len().saturating_sub(1) as f64 * GAP;
        self.heights.iter().sum::<f64>() + gaps
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn toasts_lie_side_by_side_with_a_gap() {
        let stack = Stack::new(vec![60.0, 40.0, 80.0]);
        assert_eq!((stack.offset(0), stack.offset(1), stack.offset(2)), (0.0, 72.0, 124.0));
        assert_eq!((stack.front(), stack.height()), (60.0, 204.0));
        assert_eq!((Stack::default().front(), Stack::default().height()), (0.0, 0.0));
    }
}
