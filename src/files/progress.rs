//! A bar on the terminal's stderr while work lasts.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// Work that is done sooner shows no bar.
const PATIENCE: Duration = Duration::from_millis(500);
const STEP: Duration = Duration::from_millis(100);

/// Does the work; when it lasts, a bar shows how many of `total` inputs are done. The bar is gone when the work is.
pub(crate) fn beside<T>(total: usize, done: &AtomicUsize, work: impl FnOnce() -> T) -> T {
    thread::scope(|scope| {
        let (working, end) = channel::<()>();
        scope.spawn(move || {
            let lasts = |wait| end.recv_timeout(wait) == Err(RecvTimeoutError::Timeout);
            if !lasts(PATIENCE) {
                return;
            }
            let bar = ProgressBar::with_draw_target(Some(total as u64), ProgressDrawTarget::stderr());
            bar.set_style(style());
            loop {
                bar.set_position(done.load(Ordering::Relaxed) as u64);
                bar.tick();
                if !lasts(STEP) {
                    break;
                }
            }
            bar.finish_and_clear();
        });
        let result = work();
        drop(working);
        result
    })
}

fn style() -> ProgressStyle {
    let template = "rootkeys: {bar:40} {pos}/{len} inputs, {elapsed}";
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
}
