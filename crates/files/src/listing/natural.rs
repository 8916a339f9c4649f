//! The order in which people expect names: numbers by value, letters regardless of case.

use std::cmp::Ordering;
use std::iter::Peekable;

/// Compares two names. Names that differ only in case or in leading zeros are ordered by their bytes, so that
/// nothing but equal names is equal.
pub(super) fn compare(left: &str, right: &str) -> Ordering {
    let start = common(left, right);
    folded(&left[start..], &right[start..]).then_with(|| left.cmp(right))
}

/// How many bytes both names begin with, up to the number or the character in which they differ.
fn common(left: &str, right: &str) -> usize {
    let bytes = left.as_bytes();
    let mut start = bytes
        .iter()
        .zip(right.as_bytes())
        .take_while(|(a, b)| a == b)
        .count();
    while start > 0 && (!left.is_char_boundary(start) || bytes[start - 1].is_ascii_digit()) {
        start -= 1;
    }
    start
}

fn folded(left: &str, right: &str) -> Ordering {
    let mut left = left.chars().flat_map(char::to_lowercase).peekable();
    let mut right = right.chars().flat_map(char::to_lowercase).peekable();
    loop {
        let order = match (left.peek().copied(), right.peek().copied()) {
            (None, None) => return Ordering::Equal,
            (None, Some(_)) => return Ordering::Less,
            (Some(_), None) => return Ordering::Greater,
            (Some(a), Some(b)) if a.is_ascii_digit() && b.is_ascii_digit() => numbers(&mut left, &mut right),
            (Some(a), Some(b)) => {
                left.next();
                right.next();
                a.cmp(&b)
            }
        };
        if order != Ordering::Equal {
            return order;
        }
    }
}

/// Compares the runs of digits that both sides begin with, of any length, and consumes them.
fn numbers<L, R>(left: &mut Peekable<L>, right: &mut Peekable<R>) -> Ordering
where
    L: Iterator<Item = char>,
    R: Iterator<Item = char>,
{
    while left.next_if_eq(&'0').is_some() {}
    while right.next_if_eq(&'0').is_some() {}
    let mut first_difference = Ordering::Equal;
    loop {
        match (
            left.next_if(char::is_ascii_digit),
            right.next_if(char::is_ascii_digit),
        ) {
            (None, None) => return first_difference,
            (None, Some(_)) => return Ordering::Less,
            (Some(_), None) => return Ordering::Greater,
            (Some(a), Some(b)) => first_difference = first_difference.then(a.cmp(&b)),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn numbers_count_by_value_and_case_does_not() {
        let sorted = [
            "1.txt", "a1b2", "A1b10", "file2", "File10", "file010", "file20", "photo 9", "photo 10", "zoë",
            "報告",
        ];
        let mut shuffled = sorted;
        shuffled.reverse();
        shuffled.sort_by(|a, b| compare(a, b));

        assert_eq!(
            shuffled,
            [
                "1.txt", "a1b2", "A1b10", "file2", "File10", "file010", "file20", "photo 9", "photo 10",
                "zoë", "報告"
            ]
        );
    }

    #[test]
    fn numbers_longer_than_a_machine_word_still_count() {
        assert_eq!(
            compare("n99999999999999999999999", "n100000000000000000000000"),
            Ordering::Less
        );
    }

    proptest! {
        #[test]
        fn the_order_is_total(names in prop::collection::vec("[aAbB0-3İß. ]{0,6}", 3)) {
            let (a, b, c) = (&names[0], &names[1], &names[2]);
            prop_assert_eq!(compare(a, b), compare(b, a).reverse());
            prop_assert_eq!(compare(a, b) == Ordering::Equal, a == b);
            if compare(a, b).is_le() && compare(b, c).is_le() {
                prop_assert!(compare(a, c).is_le(), "{} <= {} <= {}", a, b, c);
            }
        }
    }
}
