//! Reads and examines sources, on several threads.

use std::fs::File;
use std::io::{Read, Seek as _};
use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use crate::audit::Examined;
use crate::credential_report::lookahead::{ALIGNMENT, Digested, Lookahead as _, WINDOW, Window};
use crate::examine::{Examination, ExamineOptions, examine_any, examine_canonical, examine_within};
use crate::files::expand::{Origin, Source};
use crate::files::read;
use crate::files::settings::Settings;
use crate::model::digest::Digest;
use crate::model::problem::{Code, Problem};
use crate::pipeline::guarded;

/// Memory that is used for one input after another: fresh memory for each would cost more than reading the input.
struct Buffers {
    window: Vec<u8>,
    whole: Vec<u8>,
    csv: Vec<u8>,
}

impl Buffers {
    /// How much of it is kept for the next input; most inputs are far smaller.
    const MOST: usize = 16 << 20;

    fn new() -> Self {
        Self { window: vec![0; WINDOW + ALIGNMENT], whole: Vec::new(), csv: vec![0; WINDOW] }
    }

    /// What a source holds.
    fn examine(&mut self, origin: &Origin, stdin: &Stdin<'_>, options: ExamineOptions) -> Examined {
        let found = match origin {
            Origin::Stdin => match stdin.lock().unwrap_or_else(PoisonError::into_inner).take() {
                // It can't be read once more when its digest turns out to be needed.
                Some(stdin) => self.whole(stdin, || 0, ExamineOptions { digests: true, ..options }, false),
                None => Err(Problem::new(Code::Unreadable, "there is no stdin to read")),
            },
            Origin::File(path) => match File::open(path) {
                Ok(file) => self.file(&file, options),
                Err(error) => Err(read::unreadable(error)),
            },
        };
        if self.whole.len() > Self::MOST {
            self.whole = Vec::new();
        }
        let path = label(origin);
        match found {
            Ok(Outcome { bytes, sha256, examination }) => {
                Examined { path, bytes: Some(bytes), sha256, result: Ok(examination) }
            }
            Err(problem) => Examined::failed(path, problem),
        }
    }

    /// Only what is out of the ordinary is needed whole.
    fn file(&mut self, mut file: &File, options: ExamineOptions) -> Result<Outcome, Problem> {
        let size = || file.metadata().map_or(0, |metadata| metadata.len());
        let mut memory = std::mem::take(&mut self.window);
        let mut window = Window::new(file.take(options.max_size.saturating_add(1)), &mut memory);
        window.fill();
        let can_be_read_again = || file.metadata().is_ok_and(|metadata| metadata.is_file());
        let mut text = Digested::new(&mut window, options.digests);
        // A pipe whose start does not show all of it can't be read twice.
        let is_tried = text.is_complete() || can_be_read_again();
        let canonical = is_tried.then(|| examine_canonical(&mut text, options, &mut self.csv)).flatten();
        let (bytes, sha256) = text.finish();
        let found = match (canonical, window.first()) {
            (Some(examination), _) if bytes <= options.max_size => Ok(Outcome { bytes, sha256, examination }),
            (_, Some(first)) => self.whole(first.chain(file), size, options, is_tried),
            (_, None) => file
                .rewind()
                .map_err(read::unreadable)
                .and_then(|()| self.whole(file, size, options, is_tried)),
        };
        self.window = memory;
        found
    }

    /// What a reader holds, of which so many bytes are expected; `is_tried` when it is known not to be in canonical form.
    fn whole(
        &mut self,
        reader: impl Read,
        size: impl Fn() -> u64,
        options: ExamineOptions,
        is_tried: bool,
    ) -> Result<Outcome, Problem> {
        let bytes = read::read(reader, size, options.max_size, &mut self.whole)?;
        let sha256 = options.digests.then(|| Digest::of_bytes(bytes));
        let examination = if is_tried {
            examine_any(bytes, options)
        } else {
            examine_within(bytes, options, &mut self.csv)
        };
        Ok(Outcome { bytes: bytes.len() as u64, sha256, examination })
    }
}

/// What was found in an input, with its size and digest.
struct Outcome {
    bytes: u64,
    sha256: Option<Digest>,
    examination: Examination,
}

/// What `-` stands for, until it is read.
type Stdin<'a> = Mutex<Option<&'a mut (dyn Read + Send)>>;

/// Reads and examines sources, on several threads.
pub(super) struct Worker<'a> {
    limit: u64,
    jobs: NonZeroUsize,
    stdin: Stdin<'a>,
    on_progress: &'a (dyn Fn(usize, usize) + Sync),
}

impl<'a> Worker<'a> {
    /// Follows the settings, and passes to `on_progress` how many of how many sources are done.
    pub(super) fn new(
        settings: &Settings,
        stdin: Option<&'a mut (dyn Read + Send)>,
        on_progress: &'a (dyn Fn(usize, usize) + Sync),
    ) -> Self {
        let jobs = settings.jobs.or(thread::available_parallelism().ok());
        Self {
            limit: settings.criteria.max_input_size,
            jobs: jobs.unwrap_or(NonZeroUsize::MIN),
            stdin: Mutex::new(stdin),
            on_progress,
        }
    }

    /// Reads and examines one source.
    pub(crate) fn examine(&self, origin: &Origin, digests: bool) -> Examined {
        Buffers::new().examine(origin, &self.stdin, ExamineOptions { max_size: self.limit, digests })
    }

    /// What each source holds, in the order of the sources.
    pub(crate) fn examine_all(&self, sources: &[&Source], digests: bool) -> Vec<Examined> {
        let options = ExamineOptions { max_size: self.limit, digests };
        let (next, finished) = (AtomicUsize::new(0), AtomicUsize::new(0));
        (self.on_progress)(0, sources.len());
        let work = || {
            let (mut done, mut buffers) = (Vec::new(), Buffers::new());
            while let Some((index, source)) = {
                let index = next.fetch_add(1, Ordering::Relaxed);
                sources.get(index).map(|source| (index, source))
            } {
                let origin = &source.origin;
                let found = guarded(|| label(origin), || buffers.examine(origin, &self.stdin, options));
                done.push((index, found));
                (self.on_progress)(finished.fetch_add(1, Ordering::Relaxed) + 1, sources.len());
            }
            done
        };
        let mut done = thread::scope(|scope| {
            let others: Vec<_> = (1..self.jobs.get().min(sources.len())).map(|_| scope.spawn(work)).collect();
            let mut done = work();
            done.extend(others.into_iter().filter_map(|other| other.join().ok()).flatten());
            done
        });
        done.sort_unstable_by_key(|(index, _)| *index);
        let mut done = done.into_iter().peekable();
        let found = |(index, source): (usize, &&Source)| match done.next_if(|(of, _)| *of == index) {
            Some((_, examined)) => examined,
            // A lost answer is never a pass.
            None => Examined::failed(label(&source.origin), Problem::plain(Code::Internal)),
        };
        sources.iter().enumerate().map(found).collect()
    }
}

fn label(origin: &Origin) -> Arc<str> {
    origin.label().into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::exit::ExitStatus;
    use crate::audit::{Audit, LeftOut};

    #[test]
    fn a_panic_is_a_problem_of_its_input() {
        let examined = guarded(|| label(&Origin::Stdin), || panic!("on purpose"));
        let as_of = "2026-09-30T00:00:00Z".parse().unwrap();
        let audit = Audit::new(as_of, Settings::default().criteria, vec![examined], LeftOut::default());
        assert_eq!(audit.inputs[0].problems[0].code, Code::Internal);
        assert_eq!(ExitStatus::of_audit(&audit, false), ExitStatus::Incomplete);
    }
}
