//! Reads saved AWS IAM credential reports, offline, and says which accounts' root users have active access keys.
//!
//! Never a false "clean": [`Verdict::Clean`] is said of an account only when one whole, undamaged report shows exactly
//! one root row for it and every access key cell of that row says false. Everything else is [`Verdict::Active`] or
//! [`Verdict::Undetermined`], with the reasons as [`Problem`]s.
//!
//! [`examine`] is the pure heart: bytes in, assessments out. [`audit`] does it for files, folders and patterns, joins
//! several reports of one account, and gives the [`Audit`] that every output is rendered from.
//!
//! ```
//! use rootkeys::{KeyState, Settings, Verdict};
//!
//! let settings = Settings { paths: vec!["fixtures/organization".into()], ..Settings::default() };
//! let audit = rootkeys::audit(&settings)?;
//! for account in audit.accounts.iter().filter(|a| a.assessment.verdict == Verdict::Active) {
//!     let slots: Vec<u32> = account.assessment.keys_in(KeyState::Active).map(|key| key.slot).collect();
//!     println!("{:?}: slots {slots:?}, by {}", account.assessment.account.id, account.input);
//! }
//! assert!(!audit.complete(), "one of the organization's reports can't be assessed");
//! # Ok::<(), rootkeys::Error>(())
//! ```

mod account;
#[cfg(any(test, fuzzing))]
mod agreement;
mod assess;
mod assessment;
mod audit;
mod credential_report;
mod criteria;
mod decode;
mod digest;
mod examine;
mod exit;
mod input;
mod lines;
mod output;
mod problem;
mod problem_list;
mod progress;
mod reference;
mod render;
mod review;
pub mod rule;
mod run;
mod settings;
mod text;
mod time;
mod trace;
mod verify;
mod work;

pub use account::{Account, AccountId, ParseAccountIdError, Partition};
pub use assessment::{Assessment, Verdict};
pub use audit::{
    AccountResult, Audit, Baseline, Change, ChangeKind, Exceptions, Excluded, InputResult, InputStatus,
    Member, OtherReport, Population, ProblemOf, Reconciled, Relation, Scope, Summary, Wrapping,
};
pub use credential_report::{AccessKey, KeyState, RootUser};
pub use criteria::Criteria;
#[cfg(fuzzing)]
pub use decode::fuzzing;
pub use decode::{EnvelopeKind, Step};
pub use digest::Digest;
pub use examine::{DEFAULT_MAX_INPUT_SIZE, Examination, ExaminedReport, examine};
pub use exit::ExitStatus;
pub use problem::{Code, CodeInfo, Effect, Position, Problem};
pub use reference::exceptions::Exception;
pub use reference::{Reference, ReferenceError};
pub use render::{Format, FormatInfo, View, explain, plain, render, render_verification, schema};
pub use run::{Error, audit, run};
pub use settings::{OutputFile, Settings, Verbosity};
pub use time::{MaxAge, ParseMaxAgeError, ParseTimestampError, Timestamp};
pub use verify::{Verification, VerifyStatus, verify};
