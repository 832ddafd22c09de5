use std::slice::SliceIndex;

/// Heights of rows, and what they add up to: a Fenwick tree, in which each sum takes a few steps
/// however many rows there are.
///
/// All heights are multiples of 1/64 of a pixel, as browsers have them, so that sums are exact.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Heights {
    /// Each row's own.
    each: Vec<f64>,
    /// At `index`, the sum of as many rows up to there as the lowest bit of `index + 1` says.
    sums: Vec<f64>,
}

impl Heights {
    pub(super) fn new(each: Vec<f64>) -> Self {
        let mut sums = each.clone();
        for index in 0..sums.len() {
            let sum = sums.get(index).copied().unwrap_or_default();
            if let Some(parent) = sums.get_mut(index | (index + 1)) {
                *parent += sum;
            }
        }
        Self { each, sums }
    }

    pub(super) fn len(&self) -> usize {
        self.each.len()
    }

    pub(super) fn get(&self, index: usize) -> f64 {
        self.each.get(index).copied().unwrap_or_default()
    }

    /// Those in a range, one after the other.
    pub(super) fn each(&self, range: impl SliceIndex<[f64], Output = [f64]>) -> &[f64] {
        self.each.get(range).unwrap_or_default()
    }

    pub(super) fn set(&mut self, index: usize, height: f64) {
        let Some(before) = self.each.get_mut(index) else { return };
        let growth = height - std::mem::replace(before, height);
        let mut index = index;
        while let Some(sum) = self.sums.get_mut(index) {
            *sum += growth;
            index |= index + 1;
        }
    }

    /// How high the first `count` rows are together.
    pub(super) fn sum(&self, count: usize) -> f64 {
        let (mut rest, mut total) = (count.min(self.len()), 0.0);
        while let Some(sum) = rest.checked_sub(1).and_then(|last| self.sums.get(last)) {
            total += sum;
            rest &= rest - 1;
        }
        total
    }

    /// The row at a distance from the top: the last one that begins there or above.
    pub(super) fn index_at(&self, distance: f64) -> usize {
        let (mut count, mut above) = (0, 0.0);
        let mut step = self.len().checked_ilog2().map_or(0, |bits| 1_usize << bits);
        while step > 0 {
            if let Some(sum) =
                self.sums.get(count + step - 1).filter(|sum| above + **sum <= distance)
            {
                count += step;
                above += sum;
            }
            step /= 2;
        }
        count.min(self.len().saturating_sub(1))
    }
}

/// To the nearest height that a browser can draw.
pub(super) fn to_unit(height: f64) -> f64 {
    (height * 64.0).round() / 64.0
}
