//! A recorder of metrics that a test can ask.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use metrics::{Counter, Gauge, Histogram, HistogramFn, Key, KeyName, Metadata, Recorder, SharedString, Unit};

/// Keeps what is counted, the last value of each gauge, and how often a histogram was told of something: `name{label=value}`.
#[derive(Clone, Default)]
pub struct Counted {
    values: Arc<Mutex<BTreeMap<String, Arc<AtomicU64>>>>,
    described: Arc<Mutex<BTreeMap<String, String>>>,
}

impl Counted {
    fn at(&self, key: &Key) -> Arc<AtomicU64> {
        let labels: String = key.labels().map(|label| format!("{{{}={}}}", label.key(), label.value())).collect();
        let mut all = self.values.lock().unwrap();
        Arc::clone(all.entry(format!("{}{labels}", key.name())).or_default())
    }

    pub fn count(&self, name: &str) -> u64 {
        self.values.lock().unwrap().get(name).map_or(0, |count| count.load(Ordering::SeqCst))
    }

    pub fn gauge(&self, name: &str) -> f64 {
        f64::from_bits(self.values.lock().unwrap()[name].load(Ordering::SeqCst))
    }

    /// The names of all metrics, without their labels.
    pub fn names(&self) -> Vec<String> {
        let values = self.values.lock().unwrap();
        let mut names: Vec<String> =
            values.keys().map(|name| name.split('{').next().unwrap_or_default().to_owned()).collect();
        names.dedup();
        names
    }

    pub fn description(&self, name: &str) -> Option<String> {
        self.described.lock().unwrap().get(name).cloned()
    }

    fn describe(&self, name: KeyName, description: SharedString) {
        self.described.lock().unwrap().insert(name.as_str().to_owned(), description.into_owned());
    }
}

struct Times(Arc<AtomicU64>);

impl HistogramFn for Times {
    fn record(&self, _: f64) {
        self.0.fetch_add(1, Ordering::SeqCst);
    }
}

impl Recorder for Counted {
    fn describe_counter(&self, name: KeyName, _: Option<Unit>, description: SharedString) {
        self.describe(name, description);
    }
    fn describe_gauge(&self, name: KeyName, _: Option<Unit>, description: SharedString) {
        self.describe(name, description);
    }
    fn describe_histogram(&self, name: KeyName, _: Option<Unit>, description: SharedString) {
        self.describe(name, description);
    }
    fn register_counter(&self, key: &Key, _: &Metadata<'_>) -> Counter {
        Counter::from_arc(self.at(key))
    }
    fn register_gauge(&self, key: &Key, _: &Metadata<'_>) -> Gauge {
        Gauge::from_arc(self.at(key))
    }
    fn register_histogram(&self, key: &Key, _: &Metadata<'_>) -> Histogram {
        Histogram::from_arc(Arc::new(Times(self.at(key))))
    }
}
