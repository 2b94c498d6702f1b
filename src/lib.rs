//! Reads saved AWS IAM credential reports, offline, and says which accounts' root users have active access keys.
//!
//! Never a false "clean": [`Verdict::Clean`] is said of an account only when one whole, undamaged report shows exactly
//! one root row for it and every access key cell of that row says false. Everything else is [`Verdict::Active`] or
//! [`Verdict::Undetermined`], with the reasons as [`Problem`]s.
//!
//! [`examine`] is the pure heart: bytes in, assessments out. [`audit_bytes`] joins what many inputs say of an account and
//! reviews it; [`audit`] does so for files, folders and patterns, and [`run`] as the command does. All give the [`Audit`]
//! that every output is rendered from.
//!
//! # The house
//!
//! Data flows one way, and each stage is a pure function. A room imports those below it alone:
//!
//! ```text
//! cli                 arguments -> Settings, and what the terminal shows
//! files               disks, stdin, the clock, threads: expand -> read -> … -> write; verify
//! render              Audit -> bytes, one file a format
//! pipeline            examine -> audit -> review -> rules, for inputs that are at hand
//! evidence            the evidence document, written and read
//! rules               what is found in an account, one file a rule
//! review              population, freshness, exceptions, baseline
//! audit               many examined inputs -> Audit: which report decides for an account
//! examine             one input: in canonical form, else decoded; assessed
//! decode              bytes -> CSVs: containers, envelopes, values, content; what a file is
//! credential_report   CSV -> rows -> root users, and every damage
//! model               the nouns: account, time, key, verdict, problem, finding, …
//! ```
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

mod audit;
#[cfg(feature = "cli")]
pub mod cli;
mod credential_report;
mod decode;
mod evidence;
mod examine;
#[cfg(feature = "files")]
mod files;
mod model;
mod pipeline;
mod render;
mod review;
pub mod rules;

pub use audit::criteria::Criteria;
pub use audit::exit::ExitStatus;
pub use audit::{
    AccountResult, Audit, Baseline, Change, ChangeKind, Exceptions, Excluded, InputResult, InputStatus,
    Listing, OtherReport, Population, ProblemOf, Reconciled, Relation, Scope, SkippedFile, Summary, Wrapping,
};
pub use evidence::verification::{Verification, VerifyStatus};
pub use evidence::{Evidence, EvidenceError, schema};
#[cfg(fuzzing)]
pub use examine::fuzzing;
pub use examine::{DEFAULT_MAX_INPUT_SIZE, Examination, ExamineOptions, ExaminedReport, examine};
#[cfg(feature = "files")]
pub use files::run::{Error, Streams, audit, run};
#[cfg(feature = "files")]
pub use files::settings::{OutputFile, Settings, Verbosity};
#[cfg(feature = "files")]
pub use files::verify::verify;
pub use model::account::{Account, AccountId, ParseAccountIdError, ParsePartitionError, Partition};
pub use model::assessment::{Assessment, ParseVerdictError, Verdict};
pub use model::digest::{Digest, ParseDigestError};
pub use model::envelope::EnvelopeKind;
pub use model::exception::Exception;
pub use model::finding::{Finding, Subject};
pub use model::key::{AccessKey, KeyState, RootUser};
pub use model::normalization::Normalization;
pub use model::other_kind::OtherKind;
pub use model::problem::{Code, CodeInfo, Effect, Position, Problem};
pub use model::reference::{Reference, ReferenceError, ReferenceErrorKind, ReferenceFault};
pub use model::time::{MaxAge, ParseMaxAgeError, ParseTimestampError, Timestamp};
pub use pipeline::{AuditOptions, audit_bytes};
pub use render::{Format, FormatInfo, View, explain, plain, render, render_summary, render_verification};
pub use review::References;
