//! A bar on the terminal's stderr while work lasts.

use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// Work that is done sooner shows no bar.
const PATIENCE: Duration = Duration::from_millis(500);
const STEP: Duration = Duration::from_millis(100);

/// Does the work, which reports how many of how many inputs are done. When it lasts, a bar shows that on stderr, until all
/// are done; without `bar` nothing does.
pub(super) fn beside<T>(bar: bool, work: impl FnOnce(&(dyn Fn(usize, usize) + Sync)) -> T) -> T {
    if !bar {
        return work(&|_, _| {});
    }
    let state = Mutex::new(State { done: 0, total: 0, bar: None });
    let locked = || state.lock().unwrap_or_else(PoisonError::into_inner);
    thread::scope(|scope| {
        let (working, end) = channel::<()>();
        scope.spawn(move || {
            let lasts = |wait| end.recv_timeout(wait) == Err(RecvTimeoutError::Timeout);
            let mut wait = PATIENCE;
            while lasts(wait) {
                locked().draw();
                wait = STEP;
            }
        });
        let result = work(&|done, total| locked().report(done, total));
        drop(working);
        result
    })
}

/// How far the work is, and the bar that shows it, where there is one.
struct State {
    done: usize,
    total: usize,
    bar: Option<ProgressBar>,
}

impl State {
    fn report(&mut self, done: usize, total: usize) {
        (self.done, self.total) = (done, total);
        // At once: what is printed next must not run into it.
        if let Some(bar) = self.bar.take_if(|_| done == total) {
            bar.finish_and_clear();
        }
    }

    fn draw(&mut self) {
        if self.done < self.total {
            let bar = self.bar.get_or_insert_with(|| {
                let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
                bar.set_style(style());
                bar
            });
            bar.set_length(self.total as u64);
            bar.set_position(self.done as u64);
            bar.tick();
        }
    }
}

fn style() -> ProgressStyle {
    let template = "rootkeys: {bar:40} {pos}/{len} inputs, {elapsed}";
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
}
