//! Envelopes: how a client wraps a credential report.

/// How a client wrapped the CSV: AWS's API returns it as base64 in a response, and each client prints that in its own
/// way.
///
/// How an envelope is recognised and read is in `decode/envelopes`, one file each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum EnvelopeKind {
    /// A JSON object with the members of `aws iam get-credential-report`.
    AwsCliJson,
    /// A JSON string: `--query Content`.
    JsonString,
    /// The AWS CLI's `--output text`.
    AwsCliText,
    /// The AWS CLI's `--output table`.
    AwsCliTable,
    /// YAML: the AWS CLI's `--output yaml` and `yaml-stream`.
    Yaml,
    /// XML: the answer of IAM's query API.
    QueryApi,
    /// A table of an HTML page.
    Html,
    /// Base64 with nothing around it: `--query Content --output text`.
    Base64,
    /// Base64 between `-----BEGIN …-----` and `-----END …-----`, as `certutil -encode` writes it.
    Armor,
    /// A value as a program prints it: Python's `print` and `pprint`, Node's `console.log`, Go's `%+v`, ….
    Dump,
    /// The CSV's rows as JSON objects or arrays, or as records with a name and a cell a line.
    Rows,
    /// The CSV as a table of text: Markdown, or columns that are aligned.
    TextTable,
    /// The CSV itself.
    None,
}

impl EnvelopeKind {
    /// The envelope's name in every output.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::AwsCliJson => "aws-cli-json",
            Self::JsonString => "json-string",
            Self::AwsCliText => "aws-cli-text",
            Self::AwsCliTable => "aws-cli-table",
            Self::Yaml => "yaml",
            Self::QueryApi => "query-api",
            Self::Html => "html",
            Self::Base64 => "base64",
            Self::Armor => "base64-armor",
            Self::Dump => "program-dump",
            Self::Rows => "rows",
            Self::TextTable => "text-table",
            Self::None => "none",
        }
    }

    /// Whether brackets or line ends enclose it, so that text next to it can't be a torn-off part of it.
    pub(crate) fn is_enclosed(self) -> bool {
        match self {
            Self::AwsCliJson
            | Self::JsonString
            | Self::AwsCliText
            | Self::AwsCliTable
            | Self::QueryApi
            | Self::Html
            | Self::Armor
            | Self::Dump => true,
            Self::Yaml | Self::Base64 | Self::Rows | Self::TextTable | Self::None => false,
        }
    }
}
