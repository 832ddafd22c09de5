use std::fmt;
use std::ops::{Add, AddAssign, Sub};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// An amount of dollars, to the cent; a plain number in JSON.
///
/// # Examples
///
/// ```
/// use bellwire_demo_api::Usd;
///
/// assert_eq!(Usd::from_dollars(5000).to_string(), "$5,000");
/// assert_eq!(Usd::from_cents(123_450).to_string(), "$1,234.50");
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Usd {
    cents: u64,
}

impl Usd {
    /// The largest amount that is read; beyond it, numbers lose their cents.
    const MAX_DOLLARS: f64 = 1e12;

    /// An amount in cents.
    #[must_use]
    pub const fn from_cents(cents: u64) -> Self {
        Self { cents }
    }

    /// An amount in whole dollars.
    #[must_use]
    pub const fn from_dollars(dollars: u64) -> Self {
        Self { cents: dollars.saturating_mul(100) }
    }

    /// Whether there is nothing.
    #[must_use]
    pub const fn is_zero(self) -> bool {
        self.cents == 0
    }
}

impl Add for Usd {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self { cents: self.cents.saturating_add(other.cents) }
    }
}

impl AddAssign for Usd {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

/// Never goes below nothing.
impl Sub for Usd {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        Self { cents: self.cents.saturating_sub(other.cents) }
    }
}

impl fmt::Display for Usd {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (dollars, cents) = (self.cents / 100, self.cents % 100);
        let digits = dollars.to_string();
        f.write_str("$")?;
        for (index, digit) in digits.chars().enumerate() {
            if index > 0 && (digits.len() - index).is_multiple_of(3) {
                f.write_str(",")?;
            }
            write!(f, "{digit}")?;
        }
        if cents > 0 { write!(f, ".{cents:02}") } else { Ok(()) }
    }
}

impl Serialize for Usd {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.cents.is_multiple_of(100) {
            serializer.serialize_u64(self.cents / 100)
        } else {
            serializer.serialize_f64(self.cents as f64 / 100.0)
        }
    }
}

impl<'de> Deserialize<'de> for Usd {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let dollars = f64::deserialize(deserializer)?;
        if !(0.0..=Self::MAX_DOLLARS).contains(&dollars) {
            return Err(de::Error::custom("an amount is a number from 0 to a trillion"));
        }
        Ok(Self { cents: (dollars * 100.0).round() as u64 })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_and_writes_a_plain_number() {
        for (json, text) in [("5000", "$5,000"), ("0", "$0"), ("1234567.5", "$1,234,567.50")] {
            let amount: Usd = serde_json::from_str(json).unwrap();
            assert_eq!(amount.to_string(), text);
            assert_eq!(serde_json::to_string(&amount).unwrap(), json);
        }
        assert_eq!(serde_json::from_str::<Usd>("5000.0").unwrap(), Usd::from_dollars(5000));
    }

    #[test]
    fn refuses_what_is_no_amount() {
        for json in ["-1", "1e300", "\"5\"", "null"] {
            assert!(serde_json::from_str::<Usd>(json).is_err(), "{json}");
        }
    }
}
