//! What is measured against what: in alternating rounds, so that a busy machine slows both, and by medians.

use std::time::Duration;

#[allow(dead_code, reason = "not every benchmark asks")]
/// The median time of each contender, over alternating rounds. The first round only warms up.
pub fn medians(rounds: usize, contenders: usize, mut measure: impl FnMut(usize) -> Duration) -> Vec<Duration> {
    let mut times = vec![Vec::with_capacity(rounds); contenders];
    for round in 0..=rounds {
        for n in 0..contenders {
            // Nobody always follows the same one.
            let contender = if round % 2 == 0 { n } else { contenders - 1 - n };
            let time = measure(contender);
            if round > 0 {
                times[contender].push(time);
            }
        }
    }
    times
        .into_iter()
        .map(|mut times| {
            times.sort_unstable();
            times[times.len() / 2]
        })
        .collect()
}

/// The line of a goal: `ratio batch_insert 0.81 >=0.75`.
pub fn line(name: &str, measured: f64, goal: &str) {
    println!("ratio {name} {} {goal}", (measured * 100.0).round() / 100.0);
}
