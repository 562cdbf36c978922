//! Covering arrays: few rows that hold every pair of values.

/// Rows of values, such that any two values of two parameters stand together in one of them: row by row, each takes as
/// many pairs as it can that no row has yet.
pub fn all_pairs(levels: &[usize]) -> Vec<Vec<usize>> {
    let mut missing: Vec<[(usize, usize); 2]> = Vec::new();
    for (one, count) in levels.iter().enumerate() {
        for (other, other_count) in levels.iter().enumerate().skip(one + 1) {
            for value in 0..*count {
                missing.extend(
                    (0..*other_count).map(|other_value| [(one, value), (other, other_value)]),
                );
            }
        }
    }
    let mut rows = Vec::new();
    while let Some(&[first, second]) = missing.first() {
        let mut row: Vec<Option<usize>> = vec![None; levels.len()];
        row[first.0] = Some(first.1);
        row[second.0] = Some(second.1);
        for place in 0..levels.len() {
            if row[place].is_none() {
                let gain = |value: usize| {
                    let is_new = |pair: &&[(usize, usize); 2]| {
                        pair.contains(&(place, value))
                            && pair
                                .iter()
                                .any(|(at, other)| *at != place && row[*at] == Some(*other))
                    };
                    missing.iter().filter(is_new).count()
                };
                row[place] = (0..levels[place]).rev().max_by_key(|value| gain(*value));
            }
        }
        missing.retain(|pair| {
            !pair
                .iter()
                .all(|(place, value)| row[*place] == Some(*value))
        });
        rows.push(row.into_iter().map(|value| value.unwrap_or(0)).collect());
    }
    rows
}

#[test]
fn all_pairs_hold_every_pair() {
    let levels = [2, 4, 3, 3, 5];
    let rows = all_pairs(&levels);
    for (one, count) in levels.iter().enumerate() {
        for (other, other_count) in levels.iter().enumerate().skip(one + 1) {
            for value in 0..*count {
                for other_value in 0..*other_count {
                    let holds = |row: &Vec<usize>| row[one] == value && row[other] == other_value;
                    assert!(
                        rows.iter().any(holds),
                        "{one}: {value}, {other}: {other_value}"
                    );
                }
            }
        }
    }
    assert!(rows.len() < 30, "{} rows", rows.len());
}
