//! Reads and examines sources, on several threads. The only threads but for the progress bar's.

use std::fs::File;
use std::io::{self, Read, Seek as _};
use std::num::NonZeroUsize;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use crate::audit::Examined;
use crate::credential_report::lookahead::{ALIGNMENT, Digested, Lookahead as _, WINDOW, Window};
use crate::examine::{Examination, Options, examine_canonical, examine_within};
use crate::files::expand::{Origin, Source};
use crate::files::settings::Settings;
use crate::files::{progress, read};
use crate::model::digest::Digest;
use crate::model::problem::{Code, Problem};

/// Memory for one input after another: fresh memory for each costs more than to read it.
pub(crate) struct Buffers {
    window: Vec<u8>,
    whole: Vec<u8>,
    csv: Vec<u8>,
}

impl Buffers {
    /// How much of it is kept for the next input: most are far smaller.
    const MOST: usize = 16 << 20;

    pub(crate) fn new() -> Self {
        Self { window: vec![0; WINDOW + ALIGNMENT], whole: Vec::new(), csv: vec![0; WINDOW] }
    }

    /// What a source holds.
    pub(crate) fn examine(&mut self, origin: &Origin, options: Options) -> Examined {
        let found = match origin {
            Origin::Stdin => {
                // It can't be read once more when its digest turns out to be needed.
                let options = Options { digests: true, ..options };
                self.whole(io::stdin().lock(), || 0, options)
            }
            Origin::File(path) => match File::open(path) {
                Ok(file) => self.file(&file, options),
                Err(error) => Err(read::unreadable(error)),
            },
        };
        if self.whole.len() > Self::MOST {
            self.whole = Vec::new();
        }
        let path = origin.label().into();
        match found {
            Ok(Found { bytes, sha256, examination }) => {
                Examined { path, bytes: Some(bytes), sha256, result: Ok(examination) }
            }
            Err(problem) => Examined { path, bytes: None, sha256: None, result: Err(problem) },
        }
    }

    /// Only what is out of the ordinary is needed whole.
    fn file(&mut self, mut file: &File, options: Options) -> Result<Found, Problem> {
        let size = || file.metadata().map_or(0, |metadata| metadata.len());
        let mut memory = std::mem::take(&mut self.window);
        let mut window = Window::new(file.take(options.limit.saturating_add(1)), &mut memory);
        window.fill();
        let can_be_read_again = || file.metadata().is_ok_and(|metadata| metadata.is_file());
        let mut text = Digested::new(&mut window, options.digests);
        let canonical = (text.is_complete() || can_be_read_again())
            .then(|| examine_canonical(&mut text, options, &mut self.csv))
            .flatten();
        let (bytes, sha256) = text.finish();
        let found = match (canonical, window.first()) {
            (Some(examination), _) if bytes <= options.limit => Ok(Found { bytes, sha256, examination }),
            (_, Some(first)) => self.whole(first.chain(file), size, options),
            (_, None) => {
                file.rewind().map_err(read::unreadable).and_then(|()| self.whole(file, size, options))
            }
        };
        self.window = memory;
        found
    }

    /// What a reader holds, of which so many bytes are expected.
    fn whole(
        &mut self,
        reader: impl Read,
        size: impl Fn() -> u64,
        options: Options,
    ) -> Result<Found, Problem> {
        let bytes = read::read(reader, size, options.limit, &mut self.whole)?;
        Ok(Found {
            bytes: bytes.len() as u64,
            sha256: options.digests.then(|| Digest::of(bytes)),
            examination: examine_within(bytes, options, &mut self.csv),
        })
    }
}

/// What was found in so many bytes of that digest.
struct Found {
    bytes: u64,
    sha256: Option<Digest>,
    examination: Examination,
}

/// Reads and examines every source, in the order of the sources.
pub(crate) fn examine_all(sources: &[&Source], settings: &Settings, digests: bool) -> Vec<Examined> {
    let options = Options { limit: settings.criteria.max_input_size, digests };
    let jobs = settings.jobs.or(thread::available_parallelism().ok());
    let jobs = jobs.map_or(1, NonZeroUsize::get).min(sources.len());
    let (next, finished) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let worker = || {
        let (mut done, mut buffers) = (Vec::new(), Buffers::new());
        while let Some((index, source)) = {
            let index = next.fetch_add(1, Ordering::Relaxed);
            sources.get(index).map(|source| (index, source))
        } {
            done.push((index, guarded(&source.origin, || buffers.examine(&source.origin, options))));
            finished.fetch_add(1, Ordering::Relaxed);
        }
        done
    };
    let work = || {
        thread::scope(|scope| {
            let others: Vec<_> = (1..jobs).map(|_| scope.spawn(worker)).collect();
            let mut done = worker();
            done.extend(others.into_iter().filter_map(|other| other.join().ok()).flatten());
            done
        })
    };
    let mut done = if settings.progress { progress::beside(sources.len(), &finished, work) } else { work() };
    done.sort_unstable_by_key(|(index, _)| *index);
    let mut done = done.into_iter().peekable();
    let found = |(index, source): (usize, &&Source)| match done.next_if(|(of, _)| *of == index) {
        Some((_, examined)) => examined,
        // A lost answer is never a pass.
        None => failed(&source.origin),
    };
    sources.iter().enumerate().map(found).collect()
}

/// What a worker found; its panic is a problem of that input, never a pass.
fn guarded(origin: &Origin, work: impl FnOnce() -> Examined) -> Examined {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| failed(origin))
}

fn failed(origin: &Origin) -> Examined {
    Examined {
        path: origin.label().into(),
        bytes: None,
        sha256: None,
        result: Err(Problem::plain(Code::Internal)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::Audit;
    use crate::audit::exit::ExitStatus;

    #[test]
    fn a_panic_is_a_problem_of_its_input() {
        let examined = guarded(&Origin::Stdin, || panic!("on purpose"));
        let as_of = "2026-09-30T00:00:00Z".parse().unwrap();
        let audit = Audit::new(as_of, Settings::default().criteria, vec![examined], Vec::new());
        assert_eq!(audit.inputs[0].problems[0].code, Code::Internal);
        assert_eq!(ExitStatus::of(&audit, false), ExitStatus::Incomplete);
    }
}
